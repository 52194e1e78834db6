/** One broken rule of a row. */
export interface RowProblem {
  /** Column of the CSV, or path in the JSON; empty: the whole row. */
  column: string;
  /** Stable name of the rule. */
  code: string;
  message: string;
  /** What stands there, as far as it helps; shortened. Personal data: shown, never kept. */
  value?: string;
}

/** What is in a row. */
export type RowContent =
  /** CSV or a workbook, one text per column. */
  | { kind: 'cells'; cells: readonly string[]; problem?: RowProblem }
  /** NDJSON. */
  | { kind: 'json'; value: unknown }
  /** It cannot be read. */
  | { kind: 'broken'; problem: RowProblem };

/** A row of the input and where it lies. */
export interface SourceRow {
  /** 1, 2, 3 …; the header of a CSV does not count. */
  row: number;
  /** Line of the file where it begins, or row of the sheet, from 1; the header counts. */
  line: number;
  /** First byte in the file. */
  offset: number;
  /** Bytes. */
  length: number;
  content: RowContent;
}

/** Longest row that is taken, in bytes: far above what the contract's limits need. It bounds memory. */
export const LONGEST_ROW_BYTES = 1024 * 1024;

/** How rows are written down. */
export interface RowFormat {
  name: 'csv' | 'ndjson' | 'xlsx';
  /** Of a CSV. */
  delimiter?: string;
  /** All rows in their order, in groups, each of which is gone through before the next one is asked for. */
  read(
    chunks: AsyncIterable<{ bytes: Buffer; offset: number }>,
  ): AsyncGenerator<Iterable<SourceRow>>;
  /** One row again, from its bytes alone. */
  parse(bytes: Buffer): RowContent;
}

/** A row that is longer than {@link LONGEST_ROW_BYTES}. */
export function tooLong(bytes: number): RowContent {
  const limit = `${LONGEST_ROW_BYTES / 1024 / 1024} MiB`;
  return broken('rowTooLong', `the row has ${bytes} bytes; at most ${limit} are taken`);
}

/** A row that cannot be read. */
export function broken(code: string, message: string): RowContent {
  return { kind: 'broken', problem: { column: '', code, message } };
}
