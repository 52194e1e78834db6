import { parentSays, tellParent } from '../lib/parent.ts';
import type { Figures } from '../lib/turns.ts';
import { ownPeakMb } from '../lib/usage.ts';

const WARM_UP = 1_000;

/**
 * A process that only writes: `<script> <url> <callers> <count>`. Warms up, says `ready`, and on `go` does the
 * `count` that are measured, of which `write` does as many as it is told.
 */
export async function measureWrites(
  count: number,
  write: (count: number) => Promise<void>,
): Promise<void> {
  await write(WARM_UP);
  tellParent('ready');
  await parentSays();
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  await write(count);
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const figures: Figures = {
    perSecond: count / seconds,
    cpuMicros: (user + system) / count,
    peakMb: ownPeakMb(),
  };
  tellParent(figures);
}
