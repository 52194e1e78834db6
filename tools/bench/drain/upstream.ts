import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXAMPLE } from '../lib/example.ts';
import type { KomboProcess } from '../lib/kombo-process.ts';
import type { Postgres } from '../lib/postgres.ts';
import type { Figures } from '../lib/turns.ts';
import { cpuMicrosOf, memoryOf } from '../lib/usage.ts';

/** How long a run may take before it has failed. */
const LONGEST_MS = 60_000;

/** A result link that no other has. */
export function link(): typeof EXAMPLE {
  return { ...EXAMPLE, url: `https://assessments.example.com/results/${randomUUID()}` };
}

/**
 * Waits until `count` requests have come, and tells the rate as the upstream saw it; CPU time per delivery
 * is that of all workers together, peak memory that of the largest.
 *
 * @param workers process ids
 * @throws Error when they do not come
 */
export async function watchUpstream(
  kombo: KomboProcess,
  postgres: Postgres,
  workers: readonly number[],
  count: number,
): Promise<Figures> {
  const spent = () => workers.reduce((sum, pid) => sum + cpuMicrosOf(pid), 0);
  const [ownBefore, postgresBefore] = [spent(), postgres.cpuMicros()];
  const { count: already } = await kombo.report();
  const endsAt = performance.now() + LONGEST_MS;
  for (;;) {
    const seen = await kombo.report();
    if (seen.count >= count) {
      return {
        perSecond: seen.perSecond,
        cpuMicros: (spent() - ownBefore) / (count - already),
        peakMb: Math.max(...workers.map((pid) => memoryOf(pid).peakMb)),
        postgresMicros: (postgres.cpuMicros() - postgresBefore) / (count - already),
        mostInFlight: seen.mostInFlight,
      };
    }
    if (performance.now() > endsAt) throw new Error(`only ${seen.count} of ${count} came`);
    await sleep(100); // Asked seldom, so as not to disturb it.
  }
}
