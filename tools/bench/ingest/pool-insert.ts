import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { EXAMPLE } from '../lib/example.ts';
import { parentSays, tellParent } from '../lib/parent.ts';
import type { Figures } from '../lib/turns.ts';
import { ownPeakMb } from '../lib/usage.ts';

/**
 * The limit: single INSERT commits through a pool of ten, asked for by so many at a time, without HTTP:
 * `pool-insert.ts <url> <connections> <count>`. Warms up, says `ready`, and on `go` does those that count.
 */
const [, , connectionString, callers, count] = process.argv;
const pool = new pg.Pool({ connectionString, max: 10 });
const body = JSON.stringify(EXAMPLE);

async function insert(total: number): Promise<void> {
  let left = total;
  const caller = async () => {
    while (left-- > 0) {
      const values = [randomUUID(), 'candidate-1', body];
      await pool.query('insert into plain_links values ($1, $2, $3)', values);
    }
  };
  await Promise.all(Array.from({ length: Number(callers) }, caller));
}

await insert(1_000);
tellParent('ready');
await parentSays();
const cpuBefore = process.cpuUsage();
const startedAt = performance.now();
await insert(Number(count));
const seconds = (performance.now() - startedAt) / 1_000;
const { user, system } = process.cpuUsage(cpuBefore);
const figures: Figures = {
  perSecond: Number(count) / seconds,
  cpuMicros: (user + system) / Number(count),
  peakMb: ownPeakMb(),
};
tellParent(figures);
