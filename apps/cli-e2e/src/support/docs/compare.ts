const UUID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;

/** What differs from run to run, and what stands in its place; where tables must stay in line, as wide. */
const MASKS: readonly (readonly [RegExp, string])[] = [
  [UUID, '<uuid------------------------------->'],
  [/\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ/g, '<time------------->'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, '<time>'],
  [/\b\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/g, '<date>'],
  [/\b127\.0\.0\.1:\d+/g, '127.0.0.1:<port>'],
  [/\b(rlk?_|whsec_)[\w=+/…-]+/g, '$1<key>'],
  [/(interactionId=|"sequence":|"durationMs":|curl\/)[\d.]+/g, '$1<number>'],
  [/…[\w-]{4}(?= )/g, '…'],
  [/ +\d+(?:\.\d)? s\b/g, ' <seconds>'],
];

/** Ids of a page with those of this run in their places, as far as the two texts fit. */
export function pairsOfIds(shown: string, printed: string): [shown: string, own: string][] {
  const own = printed.match(UUID) ?? [];
  const ids = shown.match(UUID) ?? [];
  return ids.length === own.length ? ids.map((id, index) => [id, own[index] ?? id]) : [];
}

/** Text without line ends of HTTP and spaces around, with what differs masked. */
export function masked(text: string): string {
  const plain = text
    .replaceAll('\r\n', '\n')
    .replace(/[ \t]+$/gm, '')
    .trim();
  return MASKS.reduce((result, [pattern, name]) => result.replace(pattern, name), plain);
}

/**
 * Whether a command printed what a page shows. `…` stands for anything within a line; alone on a line, for
 * any lines.
 */
export function isShown(printed: string, shown: string): boolean {
  const pattern = masked(shown)
    .split('\n')
    .map((line) => (line.trim() === '…' ? '(?:.*\\n)*?' : `${escaped(line)}\\n`))
    .join('');
  return new RegExp(`^${pattern}$`).test(`${masked(printed)}\n`);
}

function escaped(line: string): string {
  return line
    .split('…')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*?');
}
