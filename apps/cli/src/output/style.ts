import { styleText } from 'node:util';

/** Emphasis for people; plain text when colours are off. */
export interface Style {
  good(text: string): string;
  bad(text: string): string;
  caution(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

/** @param isColored whether escape sequences may be written */
export function createStyle(isColored: boolean): Style {
  const paint = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    isColored ? styleText(format, text, { validateStream: false }) : text;
  return {
    good: paint('green'),
    bad: paint('red'),
    caution: paint('yellow'),
    strong: paint('bold'),
    faint: paint('dim'),
  };
}

/**
 * Whether to colour what goes to a stream: only on a terminal, and neither with `--no-color` nor
 * with a non-empty `NO_COLOR` (https://no-color.org).
 */
export function wantsColor(
  stream: { isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
  flag: boolean | undefined,
): boolean {
  return stream.isTTY === true && flag !== false && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}
