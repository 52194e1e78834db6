/**
 * The report of a run is its journal: NDJSON, only ever appended to.
 *
 * - The **header** is the first line: which input, read how.
 * - A **row line** says what came of a row; the last one of a row counts.
 * - `sending` is written, and on the disk, before the row is sent. A row whose last line is that was in
 *   flight when the process died: nobody knows what became of it.
 * - An **integration line** says why the other rows of an integration were not sent.
 */

/** What a row can come to. */
export const ROW_STATES = [
  'sending',
  'accepted',
  'delivered',
  'rejected',
  'not_found',
  'ambiguous',
  'unknown',
  'invalid',
  'duplicate',
  'throttled',
  'unavailable',
  'integration_broken',
  'account_broken',
] as const;

/** One of {@link ROW_STATES}. */
export type RowState = (typeof ROW_STATES)[number];

/** States in which nothing was written and a later run tries again by itself. */
export const OPEN_STATES: ReadonlySet<RowState> = new Set([
  'throttled',
  'unavailable',
  'integration_broken',
  'account_broken',
]);

/** States that a correction of the row, or of the ATS, can mend; tried again with `--retry-failed`. */
export const FAILED_STATES: ReadonlySet<RowState> = new Set(['rejected', 'not_found', 'ambiguous']);

/** The first line. */
export interface JournalHeader {
  result_links_report: 1;
  input: {
    /** As the user called it; only for people. */
    name: string;
    /** Bytes of text. */
    size: number;
    sha256: string;
  };
  format: 'csv' | 'ndjson' | 'xlsx';
  /** What else decides what a row means: flags by name. */
  settings: Readonly<Record<string, string>>;
  rows: number;
  ready: number;
  invalid: number;
  duplicates: number;
  /** Valid rows by integration, duplicates included. */
  integrations: Readonly<Record<string, number>>;
  /** ISO 8601, UTC. */
  started_at: string;
}

/** What came of a row. */
export interface RowLine {
  row: number;
  line: number;
  state: RowState;
  /** ISO 8601, UTC. */
  at: string;
  /** Kombo's code, or ours. */
  code?: string | null;
  message?: string;
  /** Page in Kombo's dashboard. */
  log_url?: string | null;
  warnings?: string[];
  /** Of an invalid row; without its values, which are personal data. */
  problems?: { column: string; code: string; message: string }[];
  /** Of a duplicate: the row it repeats. */
  of?: number;
  /** Kombo's id that a look-up gave. */
  target?: string;
  /** Of the API. */
  delivery_id?: string;
}

/** Why an integration is served no further in this run. */
export interface IntegrationLine {
  integration: string;
  state: RowState;
  at: string;
  code?: string | null;
  message?: string;
  /** What to do about it. */
  advice?: string;
}

/** Any line but the first. */
export type JournalLine = RowLine | IntegrationLine;

/** Whether a line is about a row. */
export function isRowLine(line: JournalLine): line is RowLine {
  return 'row' in line;
}
