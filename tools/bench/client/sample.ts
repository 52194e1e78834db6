import http from 'node:http';
import { json } from 'node:stream/consumers';
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
  /** Share of the time in which the stub was at work; near 1 it is the stub that was measured. */
  stubBusy: number;
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

/** CPU time the stub has used so far, in microseconds. */
async function stubCpu(): Promise<number> {
  const answer = await new Promise<http.IncomingMessage>((resolve, reject) =>
    http.get(new URL('/cpu', baseUrl), resolve).on('error', reject),
  );
  const { user, system } = (await json(answer)) as NodeJS.CpuUsage;
  return user + system;
}

const count = Number(requests);
await run(Math.ceil(count / 2)); // the compiler needs its share of warm-up
const stubBefore = await stubCpu();
const cpuBefore = process.cpuUsage();
const startedAt = performance.now();
await run(count);
const micros = (performance.now() - startedAt) * 1000;
const { user, system } = process.cpuUsage(cpuBefore);
const sample: Sample = {
  rps: (count / micros) * 1e6,
  cpuMicros: (user + system) / count,
  stubBusy: ((await stubCpu()) - stubBefore) / micros,
};
console.log(JSON.stringify(sample));
process.exit(); // the clients keep connections, and with them the process
