import { measureWork } from '../lib/measured-work.ts';
import { CLIENTS } from './clients.ts';

/**
 * One measurement in a fresh process: `sample.ts <client> <concurrency> <requests> <base URL>`. CPU is that
 * of this process, hence of the client alone.
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
// The compiler needs its share of warm-up.
await measureWork({ warmUp: Math.ceil(count / 2), count }, run);
