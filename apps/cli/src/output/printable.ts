/**
 * What can act on a terminal or deceive its reader: control characters, the other line breaks of Unicode,
 * marks that turn the direction of text round, and characters without width, which make two texts look the
 * same. Line breaks and tabs are not among them, nor what chooses the form of an emoji.
 */
const UNPRINTABLE =
  /(?!\t|\n|\ufe0e|\ufe0f)[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u{fff9}-\u{fffb}]/gu;

/** Those of bold, dim, red, green, yellow, and their ends. */
const STYLED_UNPRINTABLE = new RegExp(
  `\\u001b\\[(?:1|2|22|31|32|33|39)m|${UNPRINTABLE.source}`,
  'gu',
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
  return text.replace(STYLED_UNPRINTABLE, (found) =>
    found.startsWith('\u{1b}[') ? found : '\u{fffd}',
  );
}

/** The same on one line: a line break in a server's text must not begin a line that looks like ours. */
export function printable(text: string): string {
  return printableLines(text.replace(/\r\n|[\r\n\t\u2028\u2029]/g, ' '));
}

/** A JSON document with these characters escaped: the same values, and harmless when shown. */
export function printableJson(json: string): string {
  return json.replace(UNPRINTABLE, (character) =>
    character.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}
