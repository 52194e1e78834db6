import { createHash, type Hash } from 'node:crypto';
import { isUtf8 } from 'node:buffer';
import { usageError } from '../../../errors.js';
import { LineBreaks } from '../rows/line-counter.js';
import type { Input } from './input.js';

/** Small: what lives only as long as a piece is then gone before the garbage collector takes it for old. */
const CHUNK_BYTES = 16 * 1024;

/** Several pieces: a thread is asked for them, which takes as long as to check some of their rows. */
const READ_BYTES = 8 * CHUNK_BYTES;

/** Byte order mark; spreadsheets write it. */
const UTF8_BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** One piece of the input, and where it lies. */
export interface Chunk {
  bytes: Buffer;
  /** Of its first byte. */
  offset: number;
}

/** Where the rows begin: behind a byte order mark. */
export async function startOfText(input: Input): Promise<number> {
  const { buffer } = await input.handle.read(Buffer.alloc(3), 0, 3, 0);
  return buffer.equals(UTF8_BOM) ? UTF8_BOM.length : 0;
}

/**
 * Reads the input from `start` to its end, piece by piece, and makes sure that it is UTF-8. Pieces may end
 * in the middle of a character; the check does not mind.
 *
 * @param digest is given every byte
 * @throws CliError that names the line and the byte that is not UTF-8
 */
export async function* readChunks(
  input: Input,
  start: number,
  digest?: Hash,
): AsyncGenerator<Chunk> {
  let carried = Buffer.alloc(0);
  const lines = new LineBreaks();
  for await (const { bytes, offset } of readPieces(input, start)) {
    const isLast = offset + bytes.length >= input.size;
    const text = carried.length === 0 ? bytes : Buffer.concat([carried, bytes]);
    const whole = isLast ? text.length : endOfWholeCharacters(text);
    if (!isUtf8(text.subarray(0, whole))) {
      throw invalidUtf8(text, lines, input.name);
    }
    lines.push(text.subarray(0, whole));
    carried = Buffer.from(text.subarray(whole));
    digest?.update(bytes);
    yield { bytes, offset };
  }
}

/**
 * The next bytes are being read while these are used. What a thread reads into lives long, and so is there only twice;
 * pieces are copies. (Fresh buffers of this size became old one and all: 120 MB for a million rows instead of 90.)
 */
async function* readPieces(input: Input, start: number): AsyncGenerator<Chunk> {
  let [idle, busy] = [Buffer.alloc(READ_BYTES), Buffer.alloc(READ_BYTES)];
  const readAt = (offset: number) => {
    [idle, busy] = [busy, idle];
    const reading = input.handle.read(busy, 0, Math.min(READ_BYTES, input.size - offset), offset);
    // Nobody waits for it when the rows before are the end of the command.
    reading.catch(() => undefined);
    return reading;
  };
  let ahead = start < input.size ? readAt(start) : undefined;
  for (let offset = start; ahead !== undefined;) {
    const { bytesRead, buffer } = await ahead;
    if (bytesRead === 0) {
      await input.assertUnchanged();
      return;
    }
    const next = offset + bytesRead;
    ahead = next < input.size ? readAt(next) : undefined;
    for (let at = 0; at < bytesRead; at += CHUNK_BYTES) {
      const bytes = Buffer.from(buffer.subarray(at, Math.min(at + CHUNK_BYTES, bytesRead)));
      yield { bytes, offset: offset + at };
    }
    offset = next;
  }
}

/** SHA-256 of what {@link readChunks} will see, as a running digest. */
export function newDigest(): Hash {
  return createHash('sha256');
}

/** Up to three bytes at the end may belong to a character that goes on in the next piece. */
function endOfWholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back < length ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

/** @param lines those before `text` */
function invalidUtf8(text: Buffer, lines: LineBreaks, name: string): Error {
  let start = 0;
  for (;;) {
    const end = text.subarray(start).findIndex((byte) => byte === 10 || byte === 13) + start;
    const part = text.subarray(start, end < start ? text.length : end);
    if (!isUtf8(part) || end < start) {
      return notUtf8(`${name} is not UTF-8 in line ${lines.count + 1} (${firstBadByte(part)})`);
    }
    lines.push(text.subarray(start, end + 1));
    start = end + 1;
  }
}

function firstBadByte(line: Buffer): string {
  let good = 0;
  for (let end = 1; end <= line.length; end++) {
    const whole = endOfWholeCharacters(line.subarray(0, end));
    if (!isUtf8(line.subarray(0, whole))) {
      const byte = (line[good] as number).toString(16).toUpperCase();
      return `byte 0x${byte} at position ${good + 1}`;
    }
    good = whole;
  }
  return 'a character is cut off at its end';
}

function notUtf8(what: string): Error {
  return usageError('encoding_invalid', `${what}.`, {
    hint:
      'Nothing was sent. Save it as UTF-8 (in Excel: "CSV UTF-8"), or name its encoding, for example:\n' +
      '--encoding windows-1252 (Excel on Windows), --encoding macintosh (Excel on a Mac)',
  });
}
