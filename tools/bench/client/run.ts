/**
 * One write through our client, the official SDK, axios as it comes, node:http and undici. Every sample is
 * a process of its own, the stand-in for Kombo another.
 */
import { bench } from '../lib/bench.ts';
import { startKombo } from '../lib/kombo-process.ts';
import type { Goal } from '../lib/goals.ts';
import type { Scope } from '../lib/scope.ts';
import type { Table } from '../lib/table.ts';
import { ratioBetween, takeTurns, type Figures } from '../lib/turns.ts';
import { cpuMicrosOf } from '../lib/usage.ts';
import { CLIENTS, OURS, SDK } from './clients.ts';

const CONCURRENCIES = [1, 32];
const SAMPLE = new URL('sample.ts', import.meta.url);
/** Near 1 it would be the stand-in that was measured. */
const STUB_BUSY = {
  heading: 'stub busy',
  figure: 'stubBusy',
  text: (share: number) => share.toFixed(2),
};

await bench('client', { rounds: 5, requests: 6_000 }, async ({ rounds, requests }, scope) => {
  const kombo = await startKombo(scope);
  const tables: Table[] = [];
  const goals: Goal[] = [];
  for (const concurrency of CONCURRENCIES) {
    const title = `${concurrency} at a time`;
    const candidates = Object.entries(CLIENTS).map(([name, { role }]) => ({
      ...{ name, role },
      measure: () => measure(scope, kombo, [name, concurrency, requests, kombo.url]),
    }));
    const rows = await takeTurns(title, { rounds }, candidates);
    tables.push({ title, unit: 'request', rows, more: [STUB_BUSY] });
    const cpu = ratioBetween(rows, OURS, SDK, 'cpuMicros');
    goals.push({ what: `CPU ÷ official SDK, ${title}`, value: cpu, most: 0.3 });
    if (concurrency === 1) continue;
    const rate = ratioBetween(rows, OURS, SDK, 'perSecond');
    goals.push({ what: `rate ÷ official SDK, ${title}`, value: rate, least: 4 });
  }
  return { tables, goals };
});

async function measure(
  scope: Scope,
  kombo: { pid: number },
  args: readonly (string | number)[],
): Promise<Figures> {
  const sample = scope.fork(SAMPLE, args);
  await sample.next();
  const [cpuBefore, startedAt] = [cpuMicrosOf(kombo.pid), performance.now()];
  const figures = await sample.ask<Figures>('go');
  const micros = (performance.now() - startedAt) * 1_000;
  const stubBusy = (cpuMicrosOf(kombo.pid) - cpuBefore) / micros;
  await sample.end();
  return { ...figures, stubBusy };
}
