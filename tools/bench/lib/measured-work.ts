import { parentSays, tellParent } from './parent.ts';
import type { Figures } from './turns.ts';
import { ownPeakMb } from './usage.ts';

/**
 * What a process does that is forked for one measurement: does `warmUp` of its work, says `ready`, and on `go`
 * the `count` that are measured. CPU is that of this process, its garbage collection included.
 *
 * @param run does as many as it is told
 */
export async function measureWork(
  { warmUp, count }: { warmUp: number; count: number },
  run: (count: number) => Promise<void>,
): Promise<void> {
  await run(warmUp);
  tellParent('ready');
  await parentSays();
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  await run(count);
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const figures: Figures = {
    perSecond: count / seconds,
    cpuMicros: (user + system) / count,
    peakMb: ownPeakMb(),
  };
  tellParent(figures);
}
