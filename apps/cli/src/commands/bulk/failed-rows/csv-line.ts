import type { QuotedCell } from '../rows/csv-format.js';
import { neutralise } from './formula-cells.js';

/** One line of a CSV as it is safe to open in a spreadsheet (RFC 4180). */
export function csvLine(cells: readonly QuotedCell[], delimiter: string, lineEnd: string): string {
  const written = cells.map(({ value, isQuoted = false }) =>
    quoted(neutralise(value), delimiter, isQuoted),
  );
  return written.join(delimiter) + lineEnd;
}

function quoted(cell: string, delimiter: string, isQuoted: boolean): string {
  return isQuoted || cell.includes(delimiter) || /["\r\n]|^\s|\s$/.test(cell)
    ? `"${cell.replaceAll('"', '""')}"`
    : cell;
}
