import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { CLIENTS } from './clients.ts';
import type { Sample } from './sample.ts';

/**
 * Compares this client with the official SDK, with axios as it comes and with `node:http` alone:
 * `node tools/bench/client/run.ts [--rounds=5] [--requests=12000] [--check]`.
 *
 * Every sample is a process of its own, the stub another; the clients take turns, so that whatever
 * else the machine does falls on all of them. Read the ratios, not the figures, and the throughput
 * only where the stub was not busy all the time. With `--check` it exits 1 when a goal is missed.
 */
const GOALS = { cpuRatio: 0.3, throughputRatio: 4 };
const CONCURRENCIES = [1, 32];

const run = promisify(execFile);
const file = (name: string) => new URL(name, import.meta.url).pathname;

function option(name: string, fallback: number): number {
  const prefix = `--${name}=`;
  const given = process.argv.find((argument) => argument.startsWith(prefix));
  return given === undefined ? fallback : Number(given.slice(prefix.length));
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

/** Median of the ratios within each round: what the machine did then fell on both. */
function ratio(list: Sample[], other: Sample[], key: keyof Sample, digits: number): number {
  const ratios = list.map((sample, round) => sample[key] / (other[round]?.[key] ?? NaN));
  return Number(median(ratios).toFixed(digits));
}

async function measure(name: string, concurrency: number, baseUrl: string): Promise<Sample> {
  const requests = String(option('requests', 12_000));
  const args = ['--no-warnings', file('sample.ts'), name, String(concurrency), requests, baseUrl];
  const { stdout } = await run(process.execPath, args);
  return JSON.parse(stdout) as Sample;
}

const stub = fork(file('stub.ts'), { execArgv: ['--no-warnings'] });
const [port] = (await once(stub, 'message')) as [number];
const baseUrl = `http://127.0.0.1:${port}/v1`;
let isGoalMissed = false;

for (const concurrency of CONCURRENCIES) {
  const samples = new Map(Object.keys(CLIENTS).map((name) => [name, [] as Sample[]]));
  for (let round = 0; round < option('rounds', 5); round += 1) {
    for (const [name, list] of samples) {
      list.push(await measure(name, concurrency, baseUrl));
    }
  }
  const sdk = samples.get('sdk') ?? [];
  const rows = [...samples].map(([client, list]) => ({
    client,
    'requests/s': Math.round(median(list.map(({ rps }) => rps))),
    'CPU µs/request': Math.round(median(list.map(({ cpuMicros }) => cpuMicros))),
    'CPU ÷ SDK': ratio(list, sdk, 'cpuMicros', 2),
    'throughput ÷ SDK': ratio(list, sdk, 'rps', 1),
    'stub busy': Number(median(list.map(({ stubBusy }) => stubBusy)).toFixed(2)),
  }));
  console.log(`\n${concurrency} at a time, medians of ${option('rounds', 5)}`);
  console.table(rows);
  const ours = rows.find(({ client }) => client === 'ours');
  isGoalMissed ||=
    ours === undefined ||
    ours['CPU ÷ SDK'] > GOALS.cpuRatio ||
    (concurrency === 32 && ours['throughput ÷ SDK'] < GOALS.throughputRatio);
}

console.log(
  `Goals (CPU at most ${GOALS.cpuRatio} of the SDK's, throughput at 32 at least ${GOALS.throughputRatio} times): ${isGoalMissed ? 'missed' : 'met'}`,
);
stub.disconnect();
process.exitCode = isGoalMissed && process.argv.includes('--check') ? 1 : 0;
