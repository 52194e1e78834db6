/**
 * Reads a `Prefer` header (RFC 7240): tokens or quoted strings as values, parameters after a semicolon,
 * several preferences in one line or in several. A name that is repeated counts once, the first time.
 *
 * @returns values by lower-case name; the empty text for a preference without a value
 */
export function readPrefer(header: string | string[] | undefined): Map<string, string> {
  const preferences = new Map<string, string>();
  for (const preference of [header ?? []].flat().flatMap((line) => splitOutsideQuotes(line, ','))) {
    const [first = ''] = splitOutsideQuotes(preference, ';');
    const [name = '', ...value] = first.split('=');
    const key = name.trim().toLowerCase();
    if (key !== '' && !preferences.has(key)) preferences.set(key, unquoted(value.join('=').trim()));
  }
  return preferences;
}

function splitOutsideQuotes(text: string, separator: ',' | ';'): string[] {
  const part =
    separator === ',' ? /(?:"(?:\\.|[^"\\])*"?|[^",])+/g : /(?:"(?:\\.|[^"\\])*"?|[^";])+/g;
  return text.match(part) ?? [];
}

function unquoted(value: string): string {
  const quoted = /^"((?:\\.|[^"\\])*)"$/.exec(value)?.[1];
  return quoted === undefined ? value : quoted.replace(/\\(.)/g, '$1');
}
