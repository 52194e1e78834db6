import { printable } from '../../../output/printable.js';
import type { RowLine } from '../journal/journal-line.js';
import { REPORT_COLUMN_PREFIX } from '../rows/columns.js';
import type { QuotedCell } from '../rows/csv-format.js';
import { takeBack } from './formula-cells.js';

/** Columns that say why a row failed; `bulk` ignores them when it reads the file again. */
const REASON_COLUMNS = ['line', 'state', 'code', 'message'].map(
  (name) => REPORT_COLUMN_PREFIX + name,
);

/**
 * Adds the reason to the cells of a row, behind the columns of the header, which comes first. Reasons of an
 * earlier report are not carried on, and its apostrophes are taken back.
 *
 * @returns takes the cells and what became of the row; without that they are the header
 */
export function reasonAdder(): (cells: QuotedCell[], fate?: RowLine) => QuotedCell[] {
  let isReason: boolean[] = [];
  let isQuoted = false;
  return (cells, fate) => {
    if (fate === undefined) {
      isReason = cells.map(({ value }) => value.startsWith(REPORT_COLUMN_PREFIX));
      isQuoted = cells.every((cell) => cell.isQuoted);
    }
    const isOurs = isReason.includes(true);
    const own = isReason
      .map((_, index) => cells[index] ?? { value: '' })
      .filter((_, index) => isReason[index] !== true);
    const added = fate === undefined ? REASON_COLUMNS : reasonOf(fate);
    return [
      ...own.map((cell) => (isOurs ? { ...cell, value: takeBack(cell.value) } : cell)),
      ...added.map((value) => ({ value, isQuoted })),
      ...cells.slice(isReason.length),
    ];
  };
}

/** Why a row failed, as cells. Texts of an ATS are made safe: they go to a terminal, too. */
function reasonOf(fate: RowLine): string[] {
  const { line, state, code } = fate;
  return [String(line), state, code ?? '', messageOf(fate)].map(printable);
}

function messageOf({ message = '', problems = [] }: RowLine): string {
  return problems.length === 0
    ? message
    : problems
        .map(({ column, message: rule }) => (column === '' ? rule : `${column}: ${rule}`))
        .join('; ');
}
