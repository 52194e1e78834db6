import { parentSays, tellParent } from '../lib/parent.ts';
import type { Figures } from '../lib/turns.ts';
import { ownPeakMb } from '../lib/usage.ts';
import { CLIENTS } from './clients.ts';

/**
 * One measurement in a fresh process: `sample.ts <client> <concurrency> <requests> <base URL>`. Warms up,
 * says `ready`, and on `go` sends the requests that count. CPU is that of this process, hence of the client
 * alone, its garbage collection included.
 */
const [name = '', concurrency, requests, baseUrl = ''] = process.argv.slice(2);
const send = await CLIENTS[name]?.connect(baseUrl);
if (send === undefined) throw new Error(`no such client: ${name}`);

/** Keeps `concurrency` requests under way until `count` were answered. */
async function run(count: number): Promise<void> {
  let left = count;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await send?.();
    }
  };
  await Promise.all(Array.from({ length: Number(concurrency) }, lane));
}

const count = Number(requests);
await run(Math.ceil(count / 2)); // the compiler needs its share of warm-up
tellParent('ready');
await parentSays();
const cpuBefore = process.cpuUsage();
const startedAt = performance.now();
await run(count);
const seconds = (performance.now() - startedAt) / 1_000;
const { user, system } = process.cpuUsage(cpuBefore);
const sample: Figures = {
  perSecond: count / seconds,
  cpuMicros: (user + system) / count,
  peakMb: ownPeakMb(),
};
tellParent(sample);
