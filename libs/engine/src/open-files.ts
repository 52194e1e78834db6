import type { Log } from '@result-links/delivery';

/** Share of the process's file descriptors that calls to Kombo may take; the rest is for callers and database. */
const SHARE_OF_CALLS = 0.5;

/**
 * How many calls to Kombo the process can have open: each takes a file descriptor. Logs a warning if that is
 * fewer than wanted.
 */
export function callsWithinOpenFiles(
  wanted: number,
  log: Pick<Log, 'warn'>,
  openFiles = maxOpenFiles(),
): number {
  const possible = Math.max(Math.floor(openFiles * SHARE_OF_CALLS), 1);
  if (possible >= wanted) return wanted;
  log.warn(
    { openFiles, wanted, concurrency: possible },
    `RESULT_LINKS_CONCURRENCY: ${wanted} open calls need twice as many file descriptors, and the process may ` +
      `open ${openFiles}, so it makes ${possible} calls at once. Raise the limit (ulimit -n, LimitNOFILE) to ` +
      `${2 * wanted}, or set RESULT_LINKS_CONCURRENCY to ${possible}.`,
  );
  return possible;
}

/** The hard limit, to which Node.js raises the soft one at start; Windows has none. */
function maxOpenFiles(): number {
  // Without the network: the report would look up the host name of every connection.
  const report = Object.assign(process.report, { excludeNetwork: true }).getReport();
  const { userLimits } = report as { userLimits?: { open_files?: { hard: number | string } } };
  const hard = Number(userLimits?.open_files?.hard);
  return Number.isFinite(hard) ? hard : Infinity;
}
