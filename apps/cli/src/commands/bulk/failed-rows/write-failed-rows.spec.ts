import { read, utils, write } from '@e965/xlsx';
import { lstat, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { check, inFolder } from '../../../testing/bulk-input.js';
import { caught } from '../../../testing/caught.js';
import { fakeContext } from '../../../testing/fake-context.js';
import type { JournalHeader, RowLine } from '../journal/journal-line.js';
import { writeFailedRows } from './write-failed-rows.js';

const HEADER = 'x_integration_id,candidate_id,label,url';
const at = '2026-11-23T10:00:00.000Z';

/** Writes rows 1 and 3 of some content again. */
async function failedRowsOf(
  content: string | Buffer,
  { name = 'rows.csv', message = 'No.', settings = {} as Record<string, string> } = {},
) {
  return inFolder(async (folder) => {
    const path = join(folder, name);
    await writeFile(path, content);
    const encoding = settings['--encoding'];
    const { sha256 } = await check(content, {
      name,
      ...(encoding !== undefined && { input: { encoding } }),
      ignoresUnknownColumns: true,
    });
    const header = {
      input: { name: path, size: 0, sha256 },
      format: name.endsWith('.xlsx') ? 'xlsx' : 'csv',
      settings,
    } as unknown as JournalHeader;
    const failed = new Map<number, RowLine>(
      [1, 3].map((row) => [row, { row, line: row + 1, state: 'rejected', at, code: 'X', message }]),
    );
    const written = await writeFailedRows(
      `${path}.report.ndjson`,
      header,
      failed,
      {},
      fakeContext(),
    );
    const { mode } = await lstat(written);
    return { bytes: await readFile(written), name: written.slice(folder.length + 1), mode };
  });
}

const rows = (delimiter: string, end: string, quote = (cell: string) => cell) =>
  [HEADER, ...[1, 2, 3].map((n) => `workday:a,c${n},Result,https://example.com/${n}`)]
    .map((line) => line.split(',').map(quote).join(delimiter) + end)
    .join('');
const expected = (delimiter: string, end: string, quote = (cell: string) => cell) =>
  [
    `${HEADER},error:line,error:state,error:code,error:message`,
    ...[1, 3].map((n) => `workday:a,c${n},Result,https://example.com/${n},${n + 1},rejected,X,No.`),
  ]
    .map((line) => line.split(',').map(quote).join(delimiter) + end)
    .join('');
const inQuotes = (cell: string) => `"${cell}"`;

describe('the file of failed rows', () => {
  it.each([
    ['commas, LF', rows(',', '\n'), expected(',', '\n')],
    [
      'semicolons, CRLF, a byte order mark',
      `\u{feff}${rows(';', '\r\n')}`,
      `\u{feff}${expected(';', '\r\n')}`,
    ],
    ['tabs, CR', rows('\t', '\r'), expected('\t', '\r')],
    ['quotes everywhere', rows(';', '\r\n', inQuotes), expected(';', '\r\n', inQuotes)],
    ['a line sep=;', `sep=;\r\n${rows(';', '\r\n')}`, `sep=;\r\n${expected(';', '\r\n')}`],
  ])('has the form of the input: %s', async (_what, content, wanted) => {
    const { bytes, mode } = await failedRowsOf(content);

    expect(bytes.toString()).toBe(wanted);
    expect(mode & 0o777).toBe(0o600);
  });

  it('has its encoding, and UTF-8 with a byte order mark where that cannot be written', async () => {
    const text = `\u{feff}${rows('\t', '\r\n')}`.replaceAll('Result', 'Résultat');
    const wanted = `\u{feff}${expected('\t', '\r\n')}`.replaceAll('Result', 'Résultat');
    const little = Buffer.from(text, 'utf16le');
    const settings = { '--encoding': 'windows-1252' };

    expect((await failedRowsOf(little)).bytes.toString('utf16le')).toBe(wanted);
    const big = (await failedRowsOf(Buffer.from(little).swap16())).bytes;
    expect(big.swap16().toString('utf16le')).toBe(wanted);
    const latin = Buffer.from(text.slice(1), 'latin1');
    expect((await failedRowsOf(latin, { settings })).bytes.toString()).toBe(wanted);
  });

  it.each([
    ['export.tsv', 'export.failed.tsv'],
    ['export.TXT', 'export.failed.TXT'],
    ['export', 'export.failed.csv'],
  ])('of %s is %s', async (name, wanted) => {
    expect((await failedRowsOf(rows('\t', '\n'), { name })).name).toBe(wanted);
  });

  it('keeps the quotes and spaces of each cell, and fills up short rows', async () => {
    const { bytes } = await failedRowsOf(
      `${HEADER},attr:A,\nworkday:a,"c1", Result ,"two\nlines"\n,,,,,\n\nworkday:a,c2,R,u\nworkday:a,c3,"a ""b""",u,1,,,\n`,
    );

    expect(bytes.toString().split('\n').slice(1)).toEqual([
      'workday:a,"c1"," Result ","two',
      'lines",,,2,rejected,X,No.',
      'workday:a,c3,"a ""b""",u,1,,4,rejected,X,No.,,',
      '',
    ]);
  });

  it('has no cell that becomes a formula, with any separator, and gives the same values again', async () => {
    const labels = ['=1+1', '  -2', "'@x", 'a;=cmd|x!A1', 'a\t+1', '"=quoted"', '＝1'];
    for (const label of labels) {
      const line = `workday:a,c1,"${label.replaceAll('"', '""')}",https://example.com/1`;
      const { bytes } = await failedRowsOf(`${HEADER}\n${line}\n`, { message: '=HYPERLINK("x")' });
      const [, written = ''] = bytes.toString().split('\n');

      for (const cell of written.split(/[,;\t|]/)) expect(cell).not.toMatch(/^[\s"]*[=+\-@＝]/);
      expect((await check(bytes)).requests[0]?.body.label).toBe(label);
      const [again] = [await failedRowsOf(bytes, { message: '=HYPERLINK("x")' })];
      expect(again.bytes.toString()).toBe(bytes.toString());
    }
  });

  it('has no control character of an ATS in it', async () => {
    const message = 'bad\u{1b}[2J\u{9b}1A\u{202e}\r\n=1\u{7f}';
    const { bytes } = await failedRowsOf(rows(',', '\n'), { message });

    expect(bytes.toString().split('\n')[1]).toMatch(
      /,bad\u{fffd}\[2J\u{fffd}1A\u{fffd} =1\u{fffd}$/u,
    );
  });

  it('of a workbook is a workbook of texts, with the rows of the sheet and the same values again', async () => {
    const link = (n: number, label: string) => [
      'workday:a',
      `c${n}`,
      label,
      `https://example.com/${n}`,
    ];
    const sheet = utils.aoa_to_sheet([
      HEADER.split(','),
      link(1, '=1+1'),
      [],
      link(2, 'B'),
      link(3, 'C'),
    ]);
    const book = utils.book_new(sheet, 'Results');
    const content = write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer;
    const { bytes, name } = await failedRowsOf(content, { name: 'rows.xlsx' });

    expect(name).toBe('rows.failed.xlsx');
    const written = read(bytes).Sheets['Results'] ?? {};
    expect(utils.sheet_to_json(written, { header: 1 })).toEqual([
      [...HEADER.split(','), 'error:line', 'error:state', 'error:code', 'error:message'],
      [...link(1, "'=1+1"), '2', 'rejected', 'X', 'No.'],
      [...link(3, 'C'), '4', 'rejected', 'X', 'No.'],
    ]);
    expect((await check(bytes)).requests.map(({ body }) => body.label)).toEqual(['=1+1', 'C']);
  });

  it('is written over nothing, and through no symbolic link', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'rows.csv');
      await writeFile(path, rows(',', '\n'));
      const { sha256 } = await check(rows(',', '\n'));
      const header = { input: { name: path, sha256 }, format: 'csv', settings: {} };
      await symlink(join(folder, 'elsewhere'), join(folder, 'rows.failed.csv'));
      const error = await caught(() =>
        writeFailedRows(
          `${path}.report.ndjson`,
          header as unknown as JournalHeader,
          new Map(),
          {},
          fakeContext(),
        ),
      );

      expect(error.details.reason).toBe('file_exists');
    }));
});
