import { usageError } from '../../errors.js';
import { apiBaseUrl } from '../../api/client.js';
import type { Destination } from '../../settings/destination.js';
import type { ReadingOptions } from './check/check-rows.js';
import { REPORT_SUFFIX, type BulkOptions } from './options.js';
import type { InputOptions } from './input/input.js';
import { parseColumnMap } from './rows/columns.js';
import { parseDelimiter } from './rows/detect-format.js';

/** What the user asked for, with all defaults. */
export interface Plan {
  /** `-`: stdin. */
  path: string;
  input: InputOptions;
  destination: Destination;
  reading: ReadingOptions;
  reportPath: string;
  isCheckOnly: boolean;
  skipsBadRows: boolean;
  retriesUnknown: boolean;
  retriesFailed: boolean;
  isQuiet: boolean;
  mostInFlight: number | undefined;
  timeoutMs: number | undefined;
  /** What else decides what a row means and where it goes; kept in the report, flags by name. */
  settings: Record<string, string>;
}

/** @throws CliError when flags contradict each other or lack something */
export function readOptions(path: string, options: BulkOptions, destination: Destination): Plan {
  const { integration, prefix, label, prefer, format, encoding, sheet } = options;
  const { map = [], checkOnly = false } = options;
  if (path === '-' && options.report === undefined && !checkOnly) {
    throw usageError('no_report', 'Where is what becomes of the rows to be kept?', {
      hint: 'Rows from stdin have no file to keep it beside: name one with --report.',
    });
  }
  const delimiter = options.delimiter === undefined ? undefined : parseDelimiter(options.delimiter);
  const reading: ReadingOptions = {
    map: parseColumnMap(map),
    ignoresUnknownColumns: options.ignoreColumns === true,
    defaults: present({ integration, prefix, label, prefer }),
    ...present({ format, delimiter }),
  };
  return {
    path,
    input: present({ encoding, sheet }),
    destination,
    reading,
    reportPath: options.report ?? path + REPORT_SUFFIX,
    isCheckOnly: checkOnly,
    skipsBadRows: options.skipBadRows === true,
    retriesUnknown: options.retryUnknown === true,
    retriesFailed: options.retryFailed === true,
    isQuiet: options.quiet === true,
    mostInFlight: options.concurrency,
    timeoutMs: options.timeout,
    settings: present({
      address: addressOf(destination),
      '--format': format,
      '--delimiter': delimiter,
      '--encoding': encoding,
      '--sheet': sheet,
      '--map': map.length === 0 ? undefined : [...map].sort().join(', '),
      '--ignore-columns': options.ignoreColumns === true ? 'yes' : undefined,
      '--integration': integration,
      '--prefix': prefix,
      '--label': label,
      '--prefer': prefer,
    }),
  };
}

/** A sandbox and Kombo itself must not share a report: what one has, the other has not. */
function addressOf(destination: Destination): string {
  if (destination.via === 'api') return apiBaseUrl(destination);
  return destination.baseUrl ?? `Kombo, region ${destination.region}`;
}

function present<T extends object>(values: T): { [K in keyof T]: NonNullable<T[K]> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: NonNullable<T[K]> };
}
