import { isAscii } from 'node:buffer';
import { findInexactNumbers } from '@result-links/contracts';
import {
  broken,
  LONGEST_ROW_BYTES,
  tooLong,
  type RowContent,
  type RowFormat,
  type SourceRow,
} from './source-row.js';

const LINE_FEED = 10;
const BRACE = 0x7b;

/** NDJSON: one JSON document per line. Empty lines are passed over. */
export const NDJSON: RowFormat = {
  name: 'ndjson',

  async *read(chunks) {
    const lines = new Lines();
    for await (const { bytes, offset } of chunks) yield lines.rowsIn(bytes, offset);
    yield lines.rest();
  },

  parse,
};

/** Makes rows of the pieces of a file. */
class Lines {
  #line = 1;
  #row = 0;
  /** Of a row that began in an earlier piece: where, what there is of it, and how long that is. */
  #start: number | undefined;
  #pieces: Buffer[] = [];
  #length = 0;

  /**
   * The rows that end in a piece. One after the other, as they are asked for: what a row was parsed to is gone
   * before the next one is, so the garbage collector finds nothing to keep.
   */
  *rowsIn(bytes: Buffer, offset: number): Generator<SourceRow> {
    // Decoded as one, where a character is a byte: to do it row by row takes half as long again as parsing.
    const text = isAscii(bytes) ? bytes.toString('latin1') : undefined;
    for (let at = 0; at < bytes.length;) {
      const end = text === undefined ? bytes.indexOf(LINE_FEED, at) : text.indexOf('\n', at);
      if (end === -1) {
        this.#keep(bytes.subarray(at), offset + at);
        return;
      }
      // By far the most rows: all of it is here, and it is not blank.
      if (this.#start === undefined && bytes[at] === BRACE) {
        const content = parseText(text?.slice(at, end) ?? bytes.toString('utf8', at, end));
        const [row, line, length] = [++this.#row, this.#line, end - at];
        yield { row, line, offset: offset + at, length, content };
      } else {
        this.#keep(bytes.subarray(at, end), offset + at);
        yield* this.rest();
      }
      this.#line += 1;
      at = end + 1;
    }
  }

  /** What was kept is a row, now that its end has come. */
  *rest(): Generator<SourceRow> {
    const [bytes, offset, length] = [Buffer.concat(this.#pieces), this.#start, this.#length];
    this.#pieces = [];
    this.#length = 0;
    this.#start = undefined;
    if (offset === undefined) return;
    const isTooLong = length > LONGEST_ROW_BYTES;
    if (!isTooLong && isBlank(bytes)) return;
    const content = isTooLong ? tooLong(length) : parse(bytes);
    yield { row: ++this.#row, line: this.#line, offset, length, content };
  }

  /** Of a row that is too long only the length is kept. */
  #keep(bytes: Buffer, offset: number): void {
    this.#start ??= offset;
    this.#length += bytes.length;
    if (this.#length <= LONGEST_ROW_BYTES) this.#pieces.push(bytes);
    else this.#pieces = [];
  }
}

function parse(bytes: Buffer): RowContent {
  return parseText(bytes.toString('utf8'));
}

function parseText(text: string): RowContent {
  try {
    const value: unknown = JSON.parse(text);
    const [inexact] = findInexactNumbers(text);
    if (inexact === undefined) return { kind: 'json', value };
    const { path: column, code, message } = inexact;
    return { kind: 'broken', problem: { column, code, message } };
  } catch (error) {
    return broken('json', `not a JSON document: ${(error as Error).message.slice(0, 200)}`);
  }
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}
