import { read, SSF, type CellObject, type WorkBook, type WorkSheet } from '@e965/xlsx';
import { CliError, usageError } from '../../../errors.js';

/** A workbook is read as a whole, about 3 kB of memory per row of ten cells; a CSV is not. */
const LARGEST_BYTES = 32 * 1024 * 1024;
const MOST_ROWS = 200_000;

/** A row of a sheet as one line of the temporary file: its number there, its cells, and what is wrong. */
export type SheetRow = [line: number, cells: string[], problem?: string];

/** What is read of a workbook. */
export interface Sheet {
  name: string;
  rows: SheetRow[];
  /** Rows that are hidden or filtered out, and so not read. */
  hiddenRows: number;
}

/**
 * Reads a sheet as a person sees it: formulas by their saved values, numbers in their format, dates in
 * ISO 8601, hidden rows not at all.
 *
 * @param wanted name of the sheet, needed when several have rows
 * @throws CliError when it cannot be read, is too large, or the sheet is not clear
 */
export function readWorkbook(bytes: Buffer, name: string, wanted?: string): Sheet {
  if (bytes.length > LARGEST_BYTES) throw tooLarge(name, `${LARGEST_BYTES / 1024 / 1024} MiB`);
  const book = parse(bytes, name);
  const sheetName = pickSheet(book, name, wanted);
  const sheet = book.Sheets[sheetName] as WorkSheet;
  const grid = cellsOf(sheet);
  if (grid.length > MOST_ROWS) throw tooLarge(name, `${MOST_ROWS.toLocaleString('en-US')} rows`);
  const isDate1904 = book.Workbook?.WBProps?.date1904 === true;
  const rows: SheetRow[] = [];
  let hiddenRows = 0;
  for (const [index, row] of grid.entries()) {
    const cells = Array.from(row ?? [], (cell) => textOf(cell, isDate1904));
    if (cells.every((cell) => cell.trim() === '') && problemIn(row) === undefined) continue;
    if (sheet['!rows']?.[index]?.hidden === true) {
      hiddenRows += 1;
      continue;
    }
    const problem = problemIn(row);
    rows.push([index + 1, cells, ...(problem === undefined ? [] : [problem])] as SheetRow);
  }
  return { name: sheetName, rows, hiddenRows };
}

function parse(bytes: Buffer, name: string): WorkBook {
  try {
    return read(bytes, {
      dense: true,
      cellNF: true,
      cellText: false,
      cellHTML: false,
      cellStyles: true, // tells which rows are hidden
      sheetRows: MOST_ROWS + 1,
    });
  } catch {
    throw usageError('workbook_invalid', `${name} is a workbook that cannot be read.`, {
      hint: 'Nothing was sent. Open it in Excel and save the sheet as CSV UTF-8 (.csv).',
    });
  }
}

/** The only visible sheet with cells, or the one that the user names. */
function pickSheet(
  { SheetNames, Sheets, Workbook }: WorkBook,
  name: string,
  wanted?: string,
): string {
  const visible = SheetNames.filter(
    (sheet, index) =>
      (Workbook?.Sheets?.[index]?.Hidden ?? 0) === 0 &&
      cellsOf(Sheets[sheet] ?? {}).some((row) => row?.some((cell) => cell?.v !== undefined)),
  );
  const [only] = visible;
  if (wanted !== undefined && SheetNames.includes(wanted)) return wanted;
  if (wanted === undefined && only !== undefined && visible.length === 1) return only;
  if (only === undefined)
    throw usageError('input_empty', `There is nothing in ${name}: it is empty.`);
  const known = visible.map((sheet) => `"${sheet}"`).join(', ');
  throw usageError(
    'sheet_unclear',
    wanted === undefined
      ? `${name} has several sheets.`
      : `--sheet: ${name} has no sheet with this name.`,
    { hint: `Nothing was sent. Name one with --sheet. Sheets: ${known}.` },
  );
}

function cellsOf(sheet: WorkSheet): (CellObject | undefined)[][] {
  return (sheet['!data'] as CellObject[][] | undefined) ?? [];
}

/** A cell as it is shown, but for dates, which every locale shows otherwise. */
function textOf(cell: CellObject | undefined, isDate1904: boolean): string {
  if (cell === undefined || cell.t === 'z' || cell.v === undefined) return '';
  if (cell.t === 'b') return cell.v === true ? 'TRUE' : 'FALSE';
  if (cell.t !== 'n') return cell.t === 'e' ? '' : String(cell.v);
  const number = Number(cell.v);
  const format = String(cell.z ?? 'General');
  if (format === 'General' || format === '@') return plain(number);
  try {
    return isCalendarDate(format)
      ? isoDate(number, isDate1904)
      : SSF.format(format, number, { date1904: isDate1904 }).trim();
  } catch {
    return plain(number);
  }
}

/** All 15 digits that Excel has, and none that floating point adds. */
function plain(number: number): string {
  return String(Number(number.toPrecision(15)));
}

/** With a day or a year in it; a mere time, or a duration, is shown as it is formatted. */
function isCalendarDate(format: string): boolean {
  return SSF.is_date(format) && /[dy]/i.test(format.replace(/"[^"]*"|\[[^\]]*\]|\\./g, ''));
}

function isoDate(serial: number, isDate1904: boolean): string {
  const { y, m, d, T, H, M, S } = SSF.parse_date_code(serial, { date1904: isDate1904 });
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const date = `${y}-${two(m)}-${two(d)}`;
  return T === 0 ? date : `${date} ${two(H)}:${two(M)}:${two(S)}`;
}

/** What would silently be an empty cell. */
function problemIn(row: (CellObject | undefined)[] | undefined): string | undefined {
  for (const [index, cell] of (row ?? []).entries()) {
    if (cell?.t === 'e') return `the cell in column ${index + 1} has an error (such as #N/A)`;
    if (cell?.t === 'z' && cell.f !== undefined) {
      return `the formula in column ${index + 1} has no saved value: open the workbook and save it`;
    }
  }
  return undefined;
}

function tooLarge(name: string, limit: string): CliError {
  return usageError('workbook_too_large', `${name} is a workbook of more than ${limit}.`, {
    hint: 'Nothing was sent. Save the sheet as CSV UTF-8 (.csv): that may be of any size.',
  });
}
