import { parentSays, tellParent } from '../lib/parent.ts';
import { median } from '../lib/statistics.ts';
import type { Figures } from '../lib/turns.ts';
import { ownPeakMb } from '../lib/usage.ts';
import { acceptAll, deliverAll, listNewest, openStores, show } from '../lib/stores.ts';

/**
 * One measurement in a fresh process: `sample.ts <url> <count> <ids to show, as JSON>`. Says `ready` when it
 * is warm, and does what it is told: `accept`, `deliver`, `look`, in this order.
 */
const [, , url = '', given, ids = '[]'] = process.argv;
const count = Number(given);
const shown = JSON.parse(ids) as string[];
const WARM_UP = 500;
const CALLERS = 64;
const DELIVERED_AT_ONCE = 10;

const stores = await openStores(url);
await acceptAll(stores, WARM_UP, CALLERS);
await deliverAll(stores, DELIVERED_AT_ONCE);
await look();

const steps: Record<string, () => Promise<Figures>> = {
  accept: () => perOne(() => acceptAll(stores, count, CALLERS)),
  deliver: () =>
    perOne(async () => {
      const delivered = await deliverAll(stores, DELIVERED_AT_ONCE);
      if (delivered !== count) throw new Error(`${delivered} of ${count} were delivered`);
    }),
  look,
};

async function perOne(work: () => Promise<void>): Promise<Figures> {
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  await work();
  const wallMs = (performance.now() - startedAt) / count;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { wallMs, cpuMicros: (user + system) / count, peakMb: ownPeakMb() };
}

/** Medians of single calls, one after the other. */
async function look(): Promise<Figures> {
  const listMs: number[] = [];
  const showMs: number[] = [];
  for (const id of shown) {
    const startedAt = performance.now();
    await listNewest(stores);
    const listedAt = performance.now();
    await show(stores, id);
    listMs.push(listedAt - startedAt);
    showMs.push(performance.now() - listedAt);
  }
  return { listMs: median(listMs), showMs: median(showMs) };
}

tellParent('ready');
for (;;) {
  const step = steps[String(await parentSays())];
  tellParent(await step?.());
}
