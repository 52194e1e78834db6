import type { IdentityRow, KnownAttempt, StopReason } from '../statements/identity.js';

/** How far a database was when a process last used it; kept outside of the database. */
export interface Progress {
  epoch: string;
  /** Server and database; `null`: the server does not say which one it is. */
  place: string | null;
  pulse: number;
  /** The last attempt that the process started; `null`: none in this epoch. */
  attempt: KnownAttempt | null;
}

/** What a look at the database came to. */
export type Judgment =
  /** Sending may go on. `isNew`: earlier progress is about another epoch or another database. */
  | { verdict: 'same'; isNew: boolean }
  | { verdict: 'stopped'; reason: StopReason }
  /** Sending has to be stopped. */
  | { verdict: 'restored'; reason: 'copied' | 'went_back' }
  /** The row is missing: a backup is being loaded. */
  | { verdict: 'missing' };

/**
 * Decides whether the database is the one it was, and not earlier than `progress`.
 *
 * @param row read with `progress.attempt`
 * @param server the server that was asked; `null`: it does not say
 */
export function judge(
  row: IdentityRow,
  server: string | null,
  progress: Progress | null,
): Judgment {
  if (row.epoch === null) return { verdict: 'missing' };
  if (row.stopped_reason !== null) return { verdict: 'stopped', reason: row.stopped_reason };
  const isElsewhere = row.server !== null && server !== null && row.server !== server;
  if (!row.is_own || isElsewhere) return { verdict: 'restored', reason: 'copied' };
  if (progress === null) return { verdict: 'same', isNew: true };
  if (progress.epoch === row.epoch) {
    const isBehind = row.pulse < progress.pulse || !row.has_attempt;
    return isBehind
      ? { verdict: 'restored', reason: 'went_back' }
      : { verdict: 'same', isNew: false };
  }
  // An epoch of this very database that it does not know: it is older than that.
  const isUnknownEpoch =
    progress.place !== null &&
    progress.place === placeOf(server, row) &&
    !row.past_epochs.includes(progress.epoch);
  return isUnknownEpoch
    ? { verdict: 'restored', reason: 'went_back' }
    : { verdict: 'same', isNew: true };
}

/** Names server and database; `null` if the server does not say which one it is. */
export function placeOf(
  server: string | null,
  { database_oid }: Pick<IdentityRow, 'database_oid'>,
): string | null {
  return server === null ? null : `${server}/${database_oid}`;
}
