const SAVE_AS = 'Save it as UTF-8 (in Excel: "CSV UTF-8")';

/** Encodings that are not read, by what their first bytes look like. */
const REFUSED = {
  utf32: { name: 'text in UTF-32', hint: `${SAVE_AS}.` },
  unmarked: {
    name: 'text in UTF-16 without a byte order mark',
    hint: `${SAVE_AS}, or name the encoding with --encoding utf-16le or --encoding utf-16be.`,
  },
} as const;

/** The encoding of a text, or what it is called when it is not read, and the way out. */
export type FoundEncoding =
  | { encoding: string; refused?: never }
  | { encoding?: never; refused: { name: string; hint: string } };

/**
 * The encoding of a text. A byte order mark wins. UTF-16 without one has zeros at every other place, which
 * says enough when the header begins in ASCII.
 *
 * @param head its first bytes
 * @param said the encoding that the user names
 */
export function encodingOf(head: Buffer, said: string | undefined): FoundEncoding {
  const [a, b, c, d] = head;
  if (isUtf32(head)) return { refused: REFUSED.utf32 };
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8' };
  if ((a === 0xff && b === 0xfe) || (a !== 0 && b === 0 && d === 0)) {
    return { encoding: 'utf-16le' };
  }
  if ((a === 0xfe && b === 0xff) || (a === 0 && b !== 0 && c === 0)) {
    return { encoding: 'utf-16be' };
  }
  if (said?.startsWith('utf-16') !== true && hasZerosInOneHalf(head)) {
    return { refused: REFUSED.unmarked };
  }
  return { encoding: said ?? 'utf-8' };
}

/** By its mark, or because the upper half of every character is empty. */
function isUtf32(head: Buffer): boolean {
  const [a, b, c, d] = head;
  const isMarked =
    (a === 0xff && b === 0xfe && c === 0 && d === 0) ||
    (a === 0 && b === 0 && c === 0xfe && d === 0xff);
  const zeros = zerosByPlace(head, 4);
  const characters = Math.floor(head.length / 4);
  const isEmpty = (place: number) => (zeros[place] ?? 0) >= characters;
  return (
    isMarked ||
    (characters > 1 &&
      ((isEmpty(2) && isEmpty(3) && !isEmpty(0)) || (isEmpty(0) && isEmpty(1) && !isEmpty(3))))
  );
}

function hasZerosInOneHalf(head: Buffer): boolean {
  const [even = 0, odd = 0] = zerosByPlace(head, 2);
  return even + odd > 1 && (even === 0 || odd === 0);
}

/** How many bytes are zero at each place of a group of so many bytes. */
function zerosByPlace(head: Buffer, size: number): number[] {
  const zeros = new Array<number>(size).fill(0);
  head.forEach((byte, index) => {
    if (byte === 0) zeros[index % size] = (zeros[index % size] ?? 0) + 1;
  });
  return zeros;
}
