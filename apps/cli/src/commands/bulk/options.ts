import type { TargetPreference } from '@result-links/contracts';

/** Ends the name of a report. */
export const REPORT_SUFFIX = '.report.ndjson';

/** What the flags of `bulk` become. */
export interface BulkOptions {
  format?: 'csv' | 'ndjson';
  delimiter?: string;
  encoding?: string;
  sheet?: string;
  map?: string[];
  ignoreColumns?: boolean;
  integration?: string;
  prefix?: string;
  label?: string;
  prefer?: TargetPreference;
  checkOnly?: boolean;
  skipBadRows?: boolean;
  report?: string;
  retryUnknown?: boolean;
  retryFailed?: boolean;
  concurrency?: number;
  quiet?: boolean;
  region?: string;
  baseUrl?: string;
  apiUrl?: string;
  /** Milliseconds. */
  timeout?: number;
}

/** What the flags of `bulk report` become. */
export interface ReportOptions {
  input?: string;
  /** Path; `false`: none. */
  failedRows?: string | boolean;
}
