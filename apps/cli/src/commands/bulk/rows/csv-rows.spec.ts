import { caught } from '../../../testing/caught.js';
import { check } from '../../../testing/bulk-input.js';

const HEADER = 'x_integration_id,candidate_id,label,url';
const ROW = 'workday:a,c1,Result,https://example.com/1';

const reasonOf = async (...args: Parameters<typeof check>) =>
  (await caught(() => check(...args))).details.reason;

describe('a CSV', () => {
  it('becomes requests of the contract', async () => {
    const { requests, rows, problems } = await check(
      'x_integration_id,application_id,label,url,custom_field_name_prefix,attr:Score,attr:Grade,remote_fields\n' +
        'workday:a,app-1,Result,https://example.com/1,Acme:,87%,B,"{""icims"":{""assessment_package_id"":""7""}}"\n' +
        'workday:a,app-2,Result,https://example.com/2,,,,\n',
    );

    expect({ rows, problems }).toEqual({ rows: 2, problems: [] });
    expect(requests).toMatchObject([
      {
        row: 1,
        line: 2,
        reference: { x_integration_id: 'workday:a', application_id: 'app-1' },
        body: {
          label: 'Result',
          url: 'https://example.com/1',
          details: {
            custom_field_name_prefix: 'Acme:',
            attributes: [
              { key: 'Score', value: '87%' },
              { key: 'Grade', value: 'B' },
            ],
          },
          remote_fields: { icims: { assessment_package_id: '7' } },
        },
      },
      { row: 2, line: 3 },
    ]);
    expect(requests[1]?.body.details).toBeUndefined();
  });

  it('refuses a number of remote_fields whose digits would change', async () => {
    const { problems } = await check(`${HEADER},remote_fields\n${ROW},"{""a"":[1e400]}"\n`);

    expect(problems).toEqual(['line 2, remote_fields: inexactNumber']);
  });

  it.each([
    ['a byte order mark', `\u{feff}${HEADER}\n${ROW}\n`],
    ['CRLF', `${HEADER}\r\n${ROW}\r\n`],
    ['no line end at the end', `${HEADER}\n${ROW}`],
    ['semicolons', `${HEADER}\n${ROW}\n`.replaceAll(',', ';')],
    ['tabs', `${HEADER}\n${ROW}\n`.replaceAll(',', '\t')],
    ['quotes around everything', `${HEADER}\n${ROW}\n`.replaceAll(/[^,\n]+/g, '"$&"')],
    ['empty lines', `\n${HEADER}\n\n\r\n${ROW}\n\n`],
    ['spaces around names of columns', `${HEADER}\n${ROW}\n`.replace('label', ' label ')],
  ])('may have %s', async (_what, content) => {
    const { requests, problems } = await check(content);

    expect(problems).toEqual([]);
    expect(requests).toMatchObject([
      {
        row: 1,
        reference: { x_integration_id: 'workday:a', candidate_id: 'c1' },
        body: { label: 'Result' },
      },
    ]);
  });

  it('is read with the separator the user tells', async () => {
    const content = `${HEADER}\n${ROW}\n`.replaceAll(',', '|');

    expect((await check(content, { delimiter: '|' })).ready).toBe(1);
    expect(await reasonOf(content)).toBe('column_unknown');
  });

  it('keeps lines and places right across line breaks in cells', async () => {
    const { requests } = await check(
      `${HEADER}\r\nworkday:a,c1,"two\r\nlines, ""quoted""",https://example.com/1\r\n\r\n` +
        'workday:b,c2,"é\n\nü",https://example.com/2\r\nworkday:a,c3,x,https://example.com/3\r\n',
    );

    expect(requests.map(({ row, line, body }) => [row, line, body.label])).toEqual([
      [1, 2, 'two\r\nlines, "quoted"'],
      [3, 8, 'x'],
      [2, 5, 'é\n\nü'],
    ]);
  });

  it('gives the same rows however the pieces fall', async () => {
    const line = (n: number) =>
      `workday:a,c${n},"${'é'.repeat(n % 50)}\n",https://example.com/${n}\n`;
    const content = `${HEADER}\n${Array.from({ length: 3_000 }, (_, n) => line(n)).join('')}`;
    const { requests, problems } = await check(content);

    expect(problems.filter((problem) => !problem.endsWith('label: required'))).toEqual([]);
    expect(
      requests.every(
        ({ row, line: at, reference }) =>
          at === row * 2 && reference.candidate_id === `c${row - 1}`,
      ),
    ).toBe(true);
  });

  it('takes its columns from --map, defaults from flags', async () => {
    const { requests } = await check(
      'Candidate e-mail,Result page,Total=sum,Notes\nada@example.com,https://example.com/1,87,private\n',
      {
        map: ['Candidate e-mail=email', 'Result page=url', 'Total=sum=attr:Score', 'Notes=-'],
        defaults: { integration: 'workday:a', label: 'Result', prefix: 'Acme:' },
      },
    );

    expect(requests).toMatchObject([
      {
        reference: { x_integration_id: 'workday:a', email: 'ada@example.com' },
        body: {
          label: 'Result',
          details: {
            custom_field_name_prefix: 'Acme:',
            attributes: [{ key: 'Score', value: '87' }],
          },
        },
      },
    ]);
  });

  it('names every broken rule by line and column, with what stands there', async () => {
    const { findings, problems, ready } = await check(
      `${HEADER},email,attr:Score\n` +
        `workday:a,,,results/1,not-an-address,5\n` +
        `workday:a,c1,Result,https://example.com/1,a@example.com,\n` +
        `,c1,Result,https://example.com/1,,\n`,
    );

    expect(ready).toBe(0);
    expect(problems).toEqual(
      expect.arrayContaining([
        'line 2, label: required',
        'line 2, url: isHttpUrl',
        'line 2, email: matches',
        'line 2, custom_field_name_prefix: required',
        'line 3, : exactlyOne',
        'line 4, x_integration_id: required',
      ]),
    );
    expect(findings[0]).toMatchObject({
      problems: expect.arrayContaining([
        expect.objectContaining({ column: 'url', value: 'results/1' }),
        expect.objectContaining({ message: expect.stringContaining('--prefix') }),
      ]),
    });
  });

  it('tells rows with too few and too many cells', async () => {
    const { problems, ready } = await check(`${HEADER}\nworkday:a,c1\n${ROW},extra\n${ROW}\n`);

    expect(problems).toEqual(['line 2, : tooFewCells', 'line 3, : tooManyCells']);
    expect(ready).toBe(1);
  });

  it('keeps formula-looking cells as they are', async () => {
    const { requests } = await check(`${HEADER}\nworkday:a,c1,"=1+1",https://example.com/1\n`);

    expect(requests[0]?.body.label).toBe('=1+1');
  });

  it('tells a row that is too long, and goes on', async () => {
    const { problems, ready } = await check(
      `${HEADER}\nworkday:a,c1,${'x'.repeat(1024 * 1024)},https://example.com/1\n${ROW}\n`,
    );

    expect(problems).toEqual(['line 2, : rowTooLong']);
    expect(ready).toBe(1);
  });

  it('tells duplicates with the row they repeat', async () => {
    const other = ROW.replace('c1', 'c2');
    const { problems, ready, duplicates } = await check(
      `${HEADER}\n${ROW}\n${other}\n${ROW}\n${ROW}\n`,
    );

    expect(problems).toEqual(['line 4: same as row 1', 'line 5: same as row 1']);
    expect({ ready, duplicates }).toEqual({ ready: 2, duplicates: 2 });
  });

  it.each([
    ['nothing', '', 'input_empty'],
    ['empty lines only', '\n\n', 'input_empty'],
    ['a header only', `${HEADER}\n`, 'input_empty'],
    ['a doubled column', `${HEADER},label\n${ROW},x\n`, 'column_doubled'],
    ['an unknown column', `${HEADER},lable\n${ROW},x\n`, 'column_unknown'],
    ['no header', `${ROW}\n${ROW}\n`, 'column_unknown'],
    [
      'a quote that is never closed',
      `${HEADER}\nworkday:a,c1,"Result,u\n${ROW}\n`,
      'csv_quote_not_closed',
    ],
    ['a quote in a cell', `${HEADER}\nworkday:a,c1,5" screen,u\n`, 'csv_quote_misplaced'],
    ['text after a closing quote', `${HEADER}\nworkday:a,c1,"a"b,u\n`, 'csv_quote_misplaced'],
  ])('with %s is refused', async (_what, content, reason) => {
    expect(await reasonOf(content)).toBe(reason);
  });

  it('names the line where broken quotes begin', async () => {
    const error = await caught(() => check(`${HEADER}\n${ROW}\n"a\nb",c1,x"y,u\n${ROW}\n`));

    expect(error.message).toContain('line 3');
  });

  it('may have unknown columns when the user says so', async () => {
    expect(
      (await check(`${HEADER},Notes\n${ROW},x\n`, { ignoresUnknownColumns: true })).ready,
    ).toBe(1);
  });

  it.each([[['nothing']], [['label=lable']], [['absent=url']], [['label=url', 'label=label']]])(
    'refuses --map %j',
    async (map) => {
      expect(await reasonOf(`${HEADER}\n${ROW}\n`, { map })).toBe('map_invalid');
    },
  );
});
