import { CLIENTS } from './clients.ts';

/**
 * One measurement in a fresh process: `sample.ts <client> <concurrency> <requests> <base URL>`.
 * Prints one line of JSON. CPU is user and system time of this process, hence of the client alone,
 * its garbage collection included.
 */
export interface Sample {
  /** Requests per second. */
  rps: number;
  /** CPU per request, in microseconds. */
  cpuMicros: number;
}

const [name = '', concurrency = '1', requests = '1000', baseUrl = ''] = process.argv.slice(2);
const send = await CLIENTS[name]?.(baseUrl);
if (send === undefined) {
  throw new Error(`no such client: ${name}`);
}

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
const cpuBefore = process.cpuUsage();
const startedAt = performance.now();
await run(count);
const seconds = (performance.now() - startedAt) / 1000;
const { user, system } = process.cpuUsage(cpuBefore);
const sample: Sample = { rps: count / seconds, cpuMicros: (user + system) / count };
console.log(JSON.stringify(sample));
process.exit(); // the clients keep connections, and with them the process
