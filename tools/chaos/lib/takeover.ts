import type { ShownDelivery } from './deliveries.ts';
import type { Life } from './replica.ts';

/** How long in-flight work of a dead process may wait, in milliseconds. */
export const TAKEOVER_LIMIT_MS = 25_000;

/** An attempt whose process died, and when it was closed by another; epoch milliseconds. */
export interface Orphan {
  id: string;
  startedAt: number;
  closedAt: number;
  /** Process that made it; `null`: not known, the one that lived then. */
  pid: number | null;
}

/** How quickly orphans were taken up. */
export interface Takeovers {
  /** From the death to the close, in milliseconds, whatever happened in between. */
  sinceDeathMs: number[];
  /**
   * From when a process was there that stayed until the close: the death itself, or the start of that
   * process when every one before it was killed as well.
   */
  sinceWitnessMs: number[];
  /** Orphans that stayed open although one process had lived for the whole limit since the death. */
  broken: string[];
}

/** The attempts that recovery has closed for a dead process. */
export function orphansOf(
  deliveries: Iterable<ShownDelivery>,
  processes: ReadonlyMap<string, number> | null,
): Orphan[] {
  return [...deliveries].flatMap(({ id, attempts }) =>
    attempts
      .filter(({ failure }) => failure?.message?.startsWith('The process died') === true)
      .map(({ number, started_at, finished_at }) => ({
        id: `${id}#${number}`,
        startedAt: Date.parse(started_at),
        closedAt: Date.parse(finished_at ?? ''),
        pid: processes?.get(`${id}#${number}`) ?? null,
      })),
  );
}

/** Measures the takeovers of a run. */
export function takeovers(orphans: readonly Orphan[], lives: readonly Life[]): Takeovers {
  const result: Takeovers = { sinceDeathMs: [], sinceWitnessMs: [], broken: [] };
  for (const orphan of orphans) {
    const death = deathOf(orphan, lives);
    if (death === null) {
      result.broken.push(`${orphan.id} was closed as orphaned, but its process did not die`);
      continue;
    }
    result.sinceDeathMs.push(orphan.closedAt - death);
    const watches = lives.flatMap(({ readyAt, endedAt }) =>
      readyAt === null ? [] : [{ from: Math.max(readyAt, death), until: endedAt ?? Infinity }],
    );
    const witnesses = watches.filter(
      ({ from, until }) => from <= orphan.closedAt && until >= orphan.closedAt,
    );
    if (witnesses.length > 0) {
      const from = Math.min(...witnesses.map((watch) => watch.from));
      result.sinceWitnessMs.push(orphan.closedAt - from);
    }
    const missed = watches.find(
      ({ from, until }) =>
        until - from > TAKEOVER_LIMIT_MS && orphan.closedAt - from > TAKEOVER_LIMIT_MS,
    );
    if (missed !== undefined) {
      const seconds = (orphan.closedAt - missed.from) / 1_000;
      result.broken.push(`${orphan.id} was taken up after ${seconds} s only`);
    }
  }
  return result;
}

/** When the process of an orphan died. */
function deathOf({ pid, startedAt }: Orphan, lives: readonly Life[]): number | null {
  const life = lives.find(
    (candidate) =>
      (pid === null || candidate.pid === pid) &&
      candidate.startedAt <= startedAt &&
      (candidate.endedAt ?? Infinity) >= startedAt,
  );
  return life?.endedAt ?? null;
}
