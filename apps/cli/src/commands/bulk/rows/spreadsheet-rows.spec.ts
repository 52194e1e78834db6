import { check } from '../../../testing/bulk-input.js';
import { caught } from '../../../testing/caught.js';

const HEADER = 'x_integration_id,candidate_id,label,url,attr:Score';
const FLAGS = { defaults: { prefix: 'Acme:' } };
const row = (n: number, score = '87') => `workday:a,c${n},Result,https://example.com/${n},${score}`;
const places = ({ requests }: Awaited<ReturnType<typeof check>>) =>
  requests.map(({ row: number, line }) => [number, line]);

describe('a CSV as spreadsheets write it', () => {
  it('may have rows without a value, before the header too', async () => {
    const checked = await check(
      `,,,,\r\n${HEADER}\r\n${row(1)}\r\n,,,,\r\n" ","\u{a0}",,,\r\n   \r\n${row(2)}\r\n,,,,\r\n,,,,`,
      FLAGS,
    );

    expect(checked).toMatchObject({ problems: [], rows: 2, ready: 2 });
    expect(places(checked)).toEqual([
      [1, 3],
      [2, 7],
    ]);
  });

  it.each([
    ['sep=;', ';'],
    ['SEP=;', ';'],
    ['"sep=;"', ';'],
    ['sep=,', ','],
    ['sep=\t', '\t'],
    ['sep=|', '|'],
    ['sep=,,', ','],
    ['sep=;;;;;', ';'],
    ['sep=;,,,,', ','],
    ['"sep=,";;;;', ';'],
    ['sep=; ', ';'],
    ['sep=', ';'],
  ])('may say its separator in a first line: %j', async (first, delimiter) => {
    const text = `${HEADER}\r\n${row(1)}\r\n`.replaceAll(',', delimiter);
    const checked = await check(`\u{feff}${first}\r\n${text}`, FLAGS);

    expect(checked.problems).toEqual([]);
    expect(places(checked)).toEqual([[1, 3]]);
  });

  it.each(['sep=;,;', 'sep=ab', 'sep=\\t', 'sep=tab', 'sep="'])(
    'is refused when that line does not name one character: %s',
    async (first) => {
      const content = `${first}\n${HEADER}\n${row(1)}\n`;
      const error = await caught(() => check(content, FLAGS));

      expect(error.details.reason).toBe('separator_line_invalid');
      expect(error.details.hint).toContain('sep=;');
    },
  );

  it('does not read that line where --delimiter says the separator', async () => {
    const content = `sep=ab\n${HEADER}\n${row(1)}\n`;

    expect(await check(content, { ...FLAGS, delimiter: ',' })).toMatchObject({ ready: 1 });
  });

  it('may have columns without a name, as long as they are empty', async () => {
    const content = `${HEADER},, \n${row(1)},,\n${row(2)},\u{a0},\n${row(3)},x,\n`;
    const { problems, findings, ready } = await check(content, FLAGS);

    expect(ready).toBe(2);
    expect(problems).toEqual(['line 4, column 6: namelessColumn']);
    expect(findings[0]).toMatchObject({
      problems: [{ value: 'x', message: expect.stringContaining('--map "=-"') }],
    });
    expect(await check(content, { ...FLAGS, map: ['=-'] })).toMatchObject({ ready: 3 });
    expect(await check(content, { ...FLAGS, ignoresUnknownColumns: true })).toMatchObject({
      ready: 3,
    });
  });

  it('may omit the last separators of a row, and may have more of them than the header', async () => {
    const { problems, requests } = await check(
      `${HEADER}\n${row(1).replace(/,87$/, '')}\n${row(2)},,\n`,
      FLAGS,
    );

    expect(problems).toEqual([]);
    expect(requests.map(({ body }) => body.details?.attributes?.length)).toEqual([undefined, 1]);
  });

  it.each(['', ' ', '\u{a0}', ' \u{a0}\t', '\u{3000}', '\u{feff}'])(
    'takes %j for an empty cell',
    async (blank) => {
      const { requests, problems } = await check(
        `${HEADER},email,remote_fields\n${row(1, blank)},${blank},${blank}\n`,
      );

      expect(problems).toEqual([]);
      expect(requests[0]?.body).toEqual({ label: 'Result', url: 'https://example.com/1' });
    },
  );

  it('drops spaces around ids, addresses and links', async () => {
    const { requests } = await check(
      'x_integration_id,email,label,url\n workday:a\u{a0}, ada@example.com ,Result,\u{a0}https://example.com/1 \n',
    );

    expect(requests[0]).toMatchObject({
      reference: { x_integration_id: 'workday:a', email: 'ada@example.com' },
      body: { url: 'https://example.com/1' },
    });
  });

  it.each([
    ['CR', '\r'],
    ['CRLF', '\r\n'],
    ['LF', '\n'],
  ])('counts lines that end in %s, also within cells', async (_what, end) => {
    const two = `workday:a,c1,"two${end}lines",https://example.com/1,1`;
    const text = [HEADER, two, '', row(2), row(3, 'x'), `workday:b,c4,,nowhere,1`, ''].join(end);
    const checked = await check(text, FLAGS);

    expect(places(checked)).toEqual([
      [1, 2],
      [2, 5],
      [3, 6],
    ]);
    expect(checked.problems).toEqual(['line 7, label: required', 'line 7, url: isHttpUrl']);
  });

  it('counts lines however the pieces of a long file fall', async () => {
    const lines = Array.from({ length: 5_000 }, (_, n) => row(n, 'é'.repeat(n % 7)));
    for (const end of ['\r', '\r\n']) {
      const { requests } = await check([HEADER, ...lines].join(end), FLAGS);
      const wrong = requests.filter(
        ({ line, reference }) => reference.candidate_id !== `c${line - 2}`,
      );

      expect(wrong).toEqual([]);
    }
  });

  it.each([
    ['CR', '\r'],
    ['CRLF', '\r\n'],
  ])(
    'names the line of a byte that is not UTF-8, and of a broken quote, with %s',
    async (_, end) => {
      const text = [HEADER, row(1), `workday:a,c2,Résultat,x,1`].join(end);
      const encoding = await caught(() => check(Buffer.from(text, 'latin1')));
      const quote = await caught(() => check([HEADER, row(1), '', 'a,"b'].join(end)));

      expect(encoding.message).toContain('line 3 (byte 0xE9 at position 15)');
      expect(quote.message).toContain('line 4');
    },
  );

  it('finds semicolons although names and values have commas', async () => {
    const { requests } = await check(
      'email;"label";url;attr:Score, total, in %\nada@example.com;a, b;https://example.com/1;87,5\n',
      { defaults: { integration: 'workday:a', prefix: 'Acme:' } },
    );

    expect(requests[0]?.body).toMatchObject({
      label: 'a, b',
      details: { attributes: [{ key: 'Score, total, in %', value: '87,5' }] },
    });
  });

  it('refuses a column that is there twice, also by --map', async () => {
    const twice = await caught(() => check(`${HEADER},label\n${row(1)},x\n`, FLAGS));
    const mapped = await caught(() =>
      check('Notes,Notes,url\na,b,https://example.com/1\n', { map: ['Notes=label'] }),
    );

    expect(twice.details.reason).toBe('column_doubled');
    expect(mapped.details.reason).toBe('column_doubled');
  });
});
