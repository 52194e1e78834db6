import {
  broken,
  LONGEST_ROW_BYTES,
  tooLong,
  type RowContent,
  type RowFormat,
  type SourceRow,
} from './source-row.js';

const LINE_FEED = 10;

/** NDJSON: one JSON document per line. Empty lines are passed over. */
export const NDJSON: RowFormat = {
  name: 'ndjson',

  async *read(chunks) {
    let line = 1;
    let row = 0;
    let start: number | undefined;
    let pieces: Buffer[] = [];
    let length = 0;
    /** Of a row that is too long only the length is kept. */
    const keep = (bytes: Buffer) => {
      length += bytes.length;
      if (length <= LONGEST_ROW_BYTES) pieces.push(bytes);
      else pieces = [];
    };
    const finish = (): SourceRow | undefined => {
      const bytes = pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
      const isTooLong = length > LONGEST_ROW_BYTES;
      const found =
        !isTooLong && isBlank(bytes)
          ? undefined
          : {
              row: ++row,
              line,
              offset: start as number,
              length,
              content: isTooLong ? tooLong(length) : parse(bytes),
            };
      pieces = [];
      length = 0;
      start = undefined;
      return found;
    };
    for await (const { bytes, offset } of chunks) {
      const rows: SourceRow[] = [];
      for (let at = 0; at < bytes.length;) {
        start ??= offset + at;
        const end = bytes.indexOf(LINE_FEED, at);
        keep(bytes.subarray(at, end === -1 ? bytes.length : end));
        if (end === -1) break;
        const found = finish();
        if (found !== undefined) rows.push(found);
        line += 1;
        at = end + 1;
      }
      yield rows;
    }
    const last = length === 0 ? undefined : finish();
    if (last !== undefined) yield [last];
  },

  parse,
};

function parse(bytes: Buffer): RowContent {
  try {
    return { kind: 'json', value: JSON.parse(bytes.toString('utf8')) };
  } catch (error) {
    return broken('json', `not a JSON document: ${(error as Error).message.slice(0, 200)}`);
  }
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}
