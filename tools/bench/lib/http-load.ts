import type { Load, LoadResult } from './load.ts';
import type { Child, Scope } from './scope.ts';
import type { Figures } from './turns.ts';
import { cpuMicrosOf, memoryOf } from './usage.ts';

/** Columns that every bench of a server has besides. */
export const SERVER_COLUMNS = [
  { heading: 'p50', figure: 'p50Ms', text: (ms: number) => `${ms.toFixed(1)} ms` },
  { heading: 'p99', figure: 'p99Ms', text: (ms: number) => `${ms.toFixed(1)} ms` },
  {
    heading: "caller's CPU",
    figure: 'callerMicros',
    text: (micros: number) => `${micros.toFixed(0)} µs`,
  },
];

/**
 * Sends result links to a server from a process of its own, and measures the server meanwhile, without the
 * warm-up.
 *
 * @param meters further CPU times, in microseconds; each becomes a figure, for one request
 */
export async function loadServer(
  scope: Scope,
  server: Pick<Child, 'pid'>,
  load: Load,
  meters: Readonly<Record<string, () => number>> = {},
): Promise<Figures> {
  const all = { cpuMicros: () => cpuMicrosOf(server.pid), ...meters };
  const read = () => Object.values(all).map((meter) => meter());
  const caller = scope.fork(new URL('load.ts', import.meta.url), [JSON.stringify(load)]);
  await caller.next();
  const before = read();
  const result = await caller.ask<LoadResult>('go');
  const after = read();
  await caller.end();
  const spent = Object.keys(all).map((name, index) => [
    name,
    ((after[index] ?? NaN) - (before[index] ?? NaN)) / load.requests,
  ]);
  return { ...result, ...Object.fromEntries(spent), peakMb: memoryOf(server.pid).peakMb };
}
