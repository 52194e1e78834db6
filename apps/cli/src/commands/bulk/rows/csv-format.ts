import { CsvError, parse as createParser, type Info, type Options, type Parser } from 'csv-parse';
import { parse as parseAtOnce } from 'csv-parse/sync';
import { usageError } from '../../../errors.js';
import { isBlank } from './columns.js';
import { LineCounter } from './line-counter.js';
import { isSeparatorLine } from './separator-line.js';
import {
  broken,
  LONGEST_ROW_BYTES,
  tooLong,
  type RowContent,
  type RowFormat,
  type SourceRow,
} from './source-row.js';

/**
 * Beyond this a record is no row any more but a quote that was opened and never closed, which swallows
 * the rest of the file.
 */
const LONGEST_RECORD_CHARACTERS = 16 * LONGEST_ROW_BYTES;

interface ParsedRecord {
  record: string[];
  info: Info;
}

/**
 * CSV (RFC 4180), with any line ends. Rows may have any number of cells here; whether they fit the header
 * is for the columns to say. The header itself comes first, as row 0. Rows without a value (spreadsheets
 * write `,,,` for empty ones) are skipped, and so is Excel's line `sep=;` before the header.
 *
 * Broken quotes end the reading: from there on nobody can say where a row begins.
 *
 * @param delimiter one character
 */
export function csvFormat(delimiter: string): RowFormat {
  const dialect = dialectOf(delimiter);
  return {
    name: 'csv',
    delimiter,
    read: (chunks) => readCsv(chunks, dialect),
    parse: (bytes) => parseOne(bytes, delimiter, dialect),
  };
}

function dialectOf(delimiter: string): Options {
  return {
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_RECORD_CHARACTERS,
  };
}

async function* readCsv(
  chunks: AsyncIterable<{ bytes: Buffer; offset: number }>,
  dialect: Options,
): AsyncGenerator<SourceRow[]> {
  const parser = createParser({ ...dialect, info: true });
  const lines = new LineCounter();
  let failure: Error | undefined;
  parser.on('error', (error) => (failure = error));
  let row = 0;
  let first: number | undefined;
  let end = 0;
  const takeRows = (): SourceRow[] => {
    const rows: SourceRow[] = [];
    for (let next = read(parser); next !== null; next = read(parser)) {
      const { offset, line } = lines.startAfter(end);
      end = (first ?? 0) + next.info.bytes;
      const { record } = next;
      if (record.every(isBlank) || (row === 0 && isSeparatorLine(record))) continue;
      const length = end - offset;
      rows.push({ row: row++, line, offset, length, content: contentOf(record, length) });
    }
    if (failure !== undefined) {
      throw explain(failure, lines.startAfter(end).line);
    }
    return rows;
  };
  for await (const { bytes, offset } of chunks) {
    if (first === undefined) {
      end = offset;
      first = offset;
    }
    lines.push(bytes, offset);
    // Parses at once. Its callback would wait until what it gives is read.
    parser.write(bytes);
    const rows = takeRows();
    await errorsAreTold();
    yield [...rows, ...takeRows()];
  }
  parser.end();
  await errorsAreTold();
  yield takeRows();
}

/** A stream emits its errors a moment after they happen. */
function errorsAreTold(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function read(parser: Parser): ParsedRecord | null {
  return parser.read() as ParsedRecord | null;
}

function contentOf(cells: string[], length: number): RowContent {
  return length > LONGEST_ROW_BYTES ? tooLong(length) : { kind: 'cells', cells };
}

/** Without a quote, cells are what stands between separators; to set up a parser for one row takes 20 µs. */
function parseOne(bytes: Buffer, delimiter: string, dialect: Options): RowContent {
  const text = bytes.toString('utf8').replace(/(?:\r\n|\n|\r)$/, '');
  if (text !== '' && !/["\r\n]/.test(text)) {
    return contentOf(text.split(delimiter), bytes.length);
  }
  const [cells] = parseAtOnce(bytes, dialect) as unknown as string[][];
  return cells === undefined ? broken('csv', 'the row is empty') : contentOf(cells, bytes.length);
}

/** A cell, and whether quotes stand around it. */
export interface QuotedCell {
  value: string;
  isQuoted?: boolean;
}

/** The cells of one row, from its bytes alone, with their quotes. */
export function quotedCells(bytes: Buffer, delimiter: string): QuotedCell[] {
  const [cells = []] = parseAtOnce(bytes, {
    ...dialectOf(delimiter),
    cast: (value, { quoting }) => ({ value, isQuoted: quoting }),
  }) as unknown as QuotedCell[][];
  return cells;
}

function explain(error: Error, line: number): Error {
  if (!(error instanceof CsvError)) return error;
  const hint =
    'Nothing was sent. A cell that holds a quote, the separator or a line break stands in quotes, and a\n' +
    'quote inside is written twice: "5"" screen".';
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
    case 'CSV_MAX_RECORD_SIZE':
      return usageError(
        'csv_quote_not_closed',
        `A quote is opened in the row that begins in line ${line}, and never closed.`,
        { hint },
      );
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'INVALID_OPENING_QUOTE':
      return usageError(
        'csv_quote_misplaced',
        `A quote stands in the middle of a cell in the row that begins in line ${line}.`,
        { hint },
      );
    default:
      return usageError('csv_invalid', `The row in line ${line} cannot be read: ${error.code}.`);
  }
}
