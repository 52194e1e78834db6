/**
 * Cells that a spreadsheet would run as a formula. Rows come from many hands; a CSV that we write must not
 * be the way in. (OWASP, "CSV Injection".)
 */
const LOOKS_LIKE_FORMULA = /^'*[=+\-@\t\r]/;

/**
 * A cell as it may stand in a CSV that a spreadsheet opens: with an apostrophe in front if it looks like a
 * formula. One that already has apostrophes gets one more, so that {@link takeBack} gives the same again.
 */
export function neutralise(cell: string): string {
  return LOOKS_LIKE_FORMULA.test(cell) ? `'${cell}` : cell;
}

/** The cell as it was before {@link neutralise}. */
export function takeBack(cell: string): string {
  return cell.startsWith("'") && LOOKS_LIKE_FORMULA.test(cell) ? cell.slice(1) : cell;
}
