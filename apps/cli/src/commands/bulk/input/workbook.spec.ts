import { utils, write, type WorkBook, type WorkSheet } from '@e965/xlsx';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { check, inFolder } from '../../../testing/bulk-input.js';
import { caught } from '../../../testing/caught.js';
import { fakeContext } from '../../../testing/fake-context.js';
import { openInput } from './open-input.js';

const HEADER = ['x_integration_id', 'candidate_id', 'label', 'url', 'attr:Value'];
const FLAGS = { defaults: { prefix: 'Acme:' } };
const row = (n: number, value: unknown) => [
  ...['workday:a', `c${n}`, 'Result', `https://example.com/${n}`],
  value,
];

function sheetOf(rows: unknown[][], change: (sheet: WorkSheet) => void = () => undefined) {
  const sheet = utils.aoa_to_sheet(rows);
  change(sheet);
  return sheet;
}
const bytesOf = (book: WorkBook) => write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer;
const workbook = (rows: unknown[][], change?: (sheet: WorkSheet) => void) =>
  bytesOf(utils.book_new(sheetOf(rows, change), 'Results'));
const valueOf = async (cell: object) => {
  const { requests, problems } = await check(
    workbook([HEADER, row(1, 'x')], (sheet) => (sheet['E2'] = cell)),
    FLAGS,
  );
  return problems[0] ?? requests[0]?.body.details?.attributes[0]?.value;
};

describe('a workbook', () => {
  it.each([
    ['text', { t: 's', v: '007' }, '007'],
    ['a number', { t: 'n', v: 12345678901234 }, '12345678901234'],
    ['a number of floating point', { t: 'n', v: 0.1 + 0.2 }, '0.3'],
    ['a percentage', { t: 'n', v: 0.875, z: '0.0%' }, '87.5%'],
    ['leading zeros by format', { t: 'n', v: 7, z: '000' }, '007'],
    ['thousands', { t: 'n', v: 1234.5, z: '#,##0.00' }, '1,234.50'],
    ['an accounting format', { t: 'n', v: 12, z: '_(* #,##0.00_)' }, '12.00'],
    ['a date', { t: 'n', v: 46349, z: 'm/d/yy' }, '2026-11-23'],
    ['a date of another locale', { t: 'n', v: 46349, z: '[$-407]d. mmmm yyyy' }, '2026-11-23'],
    ['a time of a day', { t: 'n', v: 46349.604166667, z: 'm/d/yy h:mm' }, '2026-11-23 14:30:00'],
    ['a duration', { t: 'n', v: 1.5, z: '[h]:mm' }, '36:00'],
    ['a formula', { t: 'n', v: 87, f: '80+7' }, '87'],
    ['a formula of text', { t: 's', v: 'B+', f: '"B"&"+"' }, 'B+'],
    ['yes or no', { t: 'b', v: true }, 'TRUE'],
    ['an error', { t: 'e', v: 0x2a }, 'line 2, : cellUnreadable'],
  ])('is read as it is shown: %s', async (_what, cell, expected) => {
    expect(await valueOf(cell)).toBe(expected);
  });

  it('names the rows of the sheet, and skips empty and hidden ones', () =>
    inFolder(async (folder) => {
      const content = workbook(
        [[], HEADER, row(1, 1), [' ', null], row(2, 2), row(3, 3), row(4, 4).with(3, 'nowhere')],
        (sheet) => (sheet['!rows'] = [{}, {}, {}, {}, { hidden: true }]),
      );
      const { requests, problems, rows } = await check(content, FLAGS);

      expect(rows).toBe(3);
      expect(requests.map(({ line }) => line)).toEqual([3, 6]);
      expect(problems).toEqual(['line 7, url: isHttpUrl']);
      const path = join(folder, 'rows.xlsx');
      await writeFile(path, content);
      const input = await openInput(path, fakeContext());
      expect(input.notice).toBe('Hidden rows are not read: 1 in sheet "Results".');
      await input.close();
    }));

  it('may be gzip, and reads the same input again as the same', async () => {
    const content = workbook([HEADER, row(1, 1)]);

    expect((await check(gzipSync(content), FLAGS)).sha256).toBe(
      (await check(content, FLAGS)).sha256,
    );
  });

  it('has one sheet with rows, or needs its name', async () => {
    const book = utils.book_new(sheetOf([['Notes']]), 'Cover');
    utils.book_append_sheet(book, sheetOf([HEADER, row(1, 1)]), 'Results');
    utils.book_append_sheet(book, sheetOf([]), 'Empty');
    utils.book_append_sheet(book, sheetOf([['secret']]), 'Hidden');
    book.Workbook = { Sheets: [{}, {}, {}, { Hidden: 1 }] };
    const content = bytesOf(book);
    const failure = (input: object) => caught(() => check(content, { ...FLAGS, input }));

    expect((await failure({})).details.hint).toContain('Sheets: "Cover", "Results".');
    expect((await failure({ sheet: 'Resutls' })).details.reason).toBe('sheet_unclear');
    expect((await check(content, { ...FLAGS, input: { sheet: 'Results' } })).ready).toBe(1);
    book.Workbook = { Sheets: [{ Hidden: 1 }, {}, {}, { Hidden: 1 }] };
    expect((await check(bytesOf(book), FLAGS)).ready).toBe(1);
  });

  it('is refused when it cannot be read, and --sheet for what is none', async () => {
    const content = workbook([HEADER, row(1, 1)]);
    const cut = await caught(() => check(content.subarray(0, -2_000)));
    const text = await caught(() => check('a,b\n', { input: { sheet: 'Results' } }));

    expect(cut.details.reason).toMatch(/^(workbook_invalid|input_not_rows)$/);
    expect(text.details.reason).toBe('conflicting_flags');
  });
});
