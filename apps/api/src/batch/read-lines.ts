/** There are more lines than allowed. */
export class TooManyLinesError extends Error {}

/** One line of a request, without its line feed (a carriage return before it is white space to JSON). */
export interface Line {
  /** 0 for the first one; blank lines count. */
  index: number;
  /** The bytes of the line; `null`: it was longer than allowed, and was not kept. */
  bytes: Buffer | null;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BLANKS = [0x20, 0x09, CARRIAGE_RETURN];

/**
 * Splits bytes into lines, and yields those that are complete with each chunk, so that what has arrived
 * is worked on at once, several lines at a time. Holds one chunk and one unfinished line, never more:
 * the source is asked for the next chunk when the lines of the one before have been taken.
 *
 * @param maxLineBytes lines longer than this are told as too long; what follows them is read on
 * @param linesAtATime at most so many lines at a time
 * @param maxLines at most so many lines in all, blank ones included
 * @throws TooManyLinesError instead of yielding further lines
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  {
    maxLineBytes,
    linesAtATime,
    maxLines,
  }: { maxLineBytes: number; linesAtATime: number; maxLines: number },
): AsyncGenerator<Line[], void, undefined> {
  let index = 0;
  let parts: Buffer[] = [];
  let length = 0;

  const add = (bytes: Buffer): void => {
    length += bytes.length;
    if (length > maxLineBytes) parts = [];
    else parts.push(bytes);
  };
  const end = (): Line => {
    const bytes = length > maxLineBytes ? null : Buffer.concat(parts);
    parts = [];
    length = 0;
    return { index: index++, bytes };
  };

  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let lines: Line[] = [];
    let from = 0;
    for (let to = bytes.indexOf(LINE_FEED); to !== -1; to = bytes.indexOf(LINE_FEED, from)) {
      add(bytes.subarray(from, to));
      from = to + 1;
      const line = end();
      if (line.index >= maxLines) {
        if (lines.length > 0) yield lines;
        throw new TooManyLinesError();
      }
      if (!isBlank(line)) lines.push(line);
      if (lines.length === linesAtATime) {
        yield lines;
        lines = [];
      }
    }
    add(bytes.subarray(from));
    if (lines.length > 0) yield lines;
  }
  if (length > 0) {
    const line = end();
    if (line.index >= maxLines) throw new TooManyLinesError();
    if (!isBlank(line)) yield [line];
  }
}

function isBlank({ bytes }: Line): boolean {
  return bytes?.every((byte) => BLANKS.includes(byte)) ?? false;
}
