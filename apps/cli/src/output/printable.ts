/** Control characters, but tab and line feed; also the marks that turn the direction of text round. */
// eslint-disable-next-line no-control-regex -- they are what it is about
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/**
 * `text` as it can go to a terminal. What a server says is not ours: escape sequences in it could
 * rewrite the lines above or fake our own messages.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, '\u{fffd}');
}
