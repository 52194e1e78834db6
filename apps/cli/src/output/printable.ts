/**
 * What can act on a terminal or deceive its reader: control characters, the other line breaks of Unicode,
 * and the marks that turn the direction of text round.
 */
const UNPRINTABLE =
  // eslint-disable-next-line no-control-regex -- they are what it is about
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Those of bold, dim, red, green, yellow, and their ends. */
const STYLED_UNPRINTABLE = new RegExp(
  `\\u001b\\[(?:1|2|22|31|32|33|39)m|${UNPRINTABLE.source}`,
  'g',
);

/**
 * `text` as it can go to a terminal, with the line breaks and tabs it has. What a server says is not ours:
 * escape sequences in it could rewrite the lines above or fake our own messages.
 */
export function printableLines(text: string): string {
  return text.replace(UNPRINTABLE, '\u{fffd}');
}

/**
 * {@link printableLines} for text with our own emphasis in it, see `createStyle`: its escape sequences are
 * kept, and no others.
 */
export function printableStyled(text: string): string {
  return text.replace(STYLED_UNPRINTABLE, (found) => (found.length > 1 ? found : '\u{fffd}'));
}

/** The same on one line: a line break in a server's text must not begin a line that looks like ours. */
export function printable(text: string): string {
  return printableLines(text.replace(/\r\n|[\r\n\t\u2028\u2029]/g, ' '));
}

/** A JSON document with these characters escaped: the same values, and harmless when shown. */
export function printableJson(json: string): string {
  return json.replace(
    UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
