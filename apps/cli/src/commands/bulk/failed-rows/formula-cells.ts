/**
 * The beginning of what a spreadsheet runs as a formula. Rows come from many hands; a file that we write
 * must not be the way in (OWASP, "CSV Injection"). A spreadsheet with another separator begins cells where
 * ours has none, so a formula may also begin behind `;`, a tab or a line break within a cell. Full-width
 * signs count: Excel in Japanese and Chinese takes them for the ASCII ones.
 *
 * The blanks in front of it start no cell themselves: otherwise a run of them would take quadratic time.
 */
const START = String.raw`(?<=^|[;,|\t\r\n])((?:[^\S\t\r\n]|")*)`;
const SIGN = String.raw`(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])`;

const FORMULA = new RegExp(`${START}('*)${SIGN}`, 'g');
const NEUTRALIZED = new RegExp(`${START}'('*)${SIGN}`, 'g');

/**
 * A cell as it may stand in a file that a spreadsheet opens: with an apostrophe in front of whatever may
 * begin a formula. One that already has apostrophes gets one more, so that {@link takeBack} restores it.
 */
export function neutralise(cell: string): string {
  return cell.replace(FORMULA, "$1'$2");
}

/** The cell as it was before {@link neutralise}. */
export function takeBack(cell: string): string {
  return cell.replace(NEUTRALIZED, '$1$2');
}
