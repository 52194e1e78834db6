import { hash } from 'node:crypto';
import { usageError } from '../../../errors.js';
import { takeBack } from '../failed-rows/formula-cells.js';
import type { Input } from '../input/input.js';
import { newDigest, readChunks, startOfText } from '../input/read-chunks.js';
import { detectFormat, type FormatOptions } from '../rows/detect-format.js';
import { readHeader, REPORT_COLUMN_PREFIX, type ColumnMap } from '../rows/columns.js';
import { cellReader, jsonReader, type RowDefaults, type RowReader } from '../rows/read-row.js';
import { needsLookUp, type RowRequest } from '../rows/row-request.js';
import type { RowFormat, RowProblem, SourceRow } from '../rows/source-row.js';
import { DuplicateFinder } from './duplicates.js';
import { RowIndex } from './row-index.js';

/** How the input is to be read. */
export interface ReadingOptions extends FormatOptions {
  map: ColumnMap;
  ignoresUnknownColumns: boolean;
  defaults: RowDefaults;
}

/** A row that is not sent, and why. */
export type Finding =
  | { kind: 'invalid'; row: number; line: number; problems: RowProblem[] }
  /** The same request as an earlier row. */
  | { kind: 'duplicate'; row: number; line: number; of: number; ofLine: number };

/** What is known once everything is checked. */
export interface CheckedInput {
  format: RowFormat;
  reader: RowReader;
  /** Valid rows by integration; duplicates among them, which are only known at the end. */
  index: RowIndex;
  /** Rows altogether, without the header. */
  rows: number;
  ready: number;
  invalid: number;
  duplicates: number;
  /** Whether a row repeats an earlier one. */
  isDuplicate(row: number): boolean;
  /** Rows whose target has to be looked up. */
  toLookUp: number;
  /** SHA-256 of the text, hexadecimal: the same rows are the same input, whatever the file is called. */
  sha256: string;
}

/** How far the check is. */
export interface CheckProgress {
  rows: number;
  invalid: number;
  duplicates: number;
  /** Bytes read, and of how many. */
  bytes: number;
  totalBytes: number;
}

/**
 * Reads the input once and checks every row. Memory does not grow with it: what has to be remembered of
 * each row goes to temporary files, 40 bytes per row.
 *
 * @param onFinding is told of every row that is not sent
 * @throws CliError when the input cannot be read, has no rows, or has columns that nobody knows
 */
export async function checkRows(
  input: Input,
  options: ReadingOptions,
  onFinding: (finding: Finding) => Promise<void>,
  onProgress: (progress: CheckProgress) => Promise<void>,
): Promise<CheckedInput> {
  const start = await startOfText(input);
  const format = await detectFormat(input, start, options);
  const digest = newDigest();
  const contents = new DuplicateFinder();
  const index = new RowIndex();
  const counts = { rows: 0, ready: 0, invalid: 0, duplicates: 0, toLookUp: 0 };
  let reader = format.name === 'ndjson' ? ndjsonReader(options) : undefined;
  /** Most rows need no waiting, which is not for nothing: it is done for each of a million. */
  const take = (place: SourceRow): Promise<void> | undefined => {
    const { row, line, content } = place;
    counts.rows += 1;
    const checked = (reader as RowReader).read(content);
    if (!checked.ok) {
      counts.invalid += 1;
      return onFinding({ kind: 'invalid', row, line, problems: checked.problems });
    }
    const { request } = checked;
    counts.ready += 1;
    if (needsLookUp(request)) counts.toLookUp += 1;
    const noted = contents.add(contentHash(request), row, line);
    const shelved = index.add(request.reference.x_integration_id, place);
    if (noted === undefined) return shelved;
    return Promise.all([noted, shelved]).then(() => undefined);
  };
  try {
    let bytes = 0;
    for await (const group of format.read(readChunks(input, start, digest))) {
      for (const row of group) {
        bytes = row.offset + row.length;
        if (reader === undefined) reader = headerReader(row, options);
        else {
          const pending = take(row);
          if (pending !== undefined) await pending;
        }
      }
      const { rows, invalid, duplicates } = counts;
      await onProgress({ rows, invalid, duplicates, bytes, totalBytes: input.size });
    }
    await input.assertUnchanged();
    if (counts.rows === 0 || reader === undefined) {
      throw usageError('input_empty', `There are no rows in ${input.name}, only a header.`);
    }
    const repeated = new Set<number>();
    for (const duplicate of await contents.find()) {
      repeated.add(duplicate.row);
      counts.duplicates += 1;
      counts.ready -= 1;
      await onFinding({ kind: 'duplicate', ...duplicate });
    }
    const isDuplicate = (row: number) => repeated.has(row);
    return { format, isDuplicate, reader, index, ...counts, sha256: digest.digest('hex') };
  } catch (error) {
    await index.close();
    throw error;
  } finally {
    await contents.close();
  }
}

function headerReader({ content, line }: SourceRow, options: ReadingOptions): RowReader {
  if (content.kind !== 'cells') {
    throw usageError('header_invalid', `The header in line ${line} cannot be read.`);
  }
  const isOurs = content.cells.some((name) => name.startsWith(REPORT_COLUMN_PREFIX));
  const names = isOurs ? content.cells.map(takeBack) : content.cells;
  const columns = readHeader(names, options.map, options.ignoresUnknownColumns);
  return cellReader(columns, options.defaults, isOurs);
}

function ndjsonReader({ map, ignoresUnknownColumns, defaults }: ReadingOptions): RowReader {
  if (map.size > 0 || ignoresUnknownColumns) {
    throw usageError(
      'conflicting_flags',
      '--map and --ignore-columns are for CSV, but these rows are NDJSON.',
    );
  }
  return jsonReader(defaults);
}

/** Two rows with the same one ask for the same link on the same target. */
function contentHash({ reference, body }: RowRequest): string {
  return hash('sha256', JSON.stringify([reference, body]), 'binary');
}
