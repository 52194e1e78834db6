import type { Input } from '../input/input.js';
import type { SourceRow } from '../rows/source-row.js';

/** What else than its rows makes a text file: these are kept when some of its rows are written again. */
export interface TextForm {
  /** What stands before the first row: a byte order mark, `sep=;`. */
  preamble: string;
  /** Of the first row. */
  lineEnd: string;
  /** Text in the encoding of the file; UTF-8 with a byte order mark where that cannot be written. */
  encode(text: string): Buffer;
}

/** @param first the first row, which is the header of a CSV */
export async function textFormOf(input: Input, first: SourceRow): Promise<TextForm> {
  const { offset, length } = first;
  const { buffer, bytesRead } = await input.handle.read({
    buffer: Buffer.alloc(offset + length + 2),
    position: 0,
  });
  const row = buffer.toString('latin1', offset, offset + length).replace(/(?:\r\n|\n|\r)$/, '');
  const rest = buffer.toString('latin1', offset + row.length, bytesRead);
  const mark = input.encoding === 'utf-8' ? '' : '\u{feff}';
  return {
    preamble: mark + buffer.toString('utf8', 0, offset),
    lineEnd: /^(?:\r\n|\n|\r)/.exec(rest)?.[0] ?? '\n',
    encode: (text) => {
      const isUtf16 = input.encoding.startsWith('utf-16');
      const bytes = Buffer.from(text, isUtf16 ? 'utf16le' : 'utf8');
      return input.encoding === 'utf-16be' ? bytes.swap16() : bytes;
    },
  };
}
