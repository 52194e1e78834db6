/* eslint-disable @nx/enforce-module-boundaries -- what the benchmarks share is no package */
import { execFile, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import type { LoadResult } from '../lib/load.ts';
import { cpuMs, median, medianRatio, option } from '../lib/measuring.ts';

/**
 * One result link in, one call to Kombo out, without durability: `npm run bench:gateway
 * [-- --rounds=5 --requests=6000 --connections=32]`. What our routes cost beside Nest with the official SDK,
 * and the limit: node:http and undici with nothing between. The three take turns.
 */
const run = promisify(execFile);
const file = (name: string) => new URL(name, import.meta.url).pathname;
const requests = option('requests', 6_000);
const connections = option('connections', 32);
const API_KEY = 'bench-key-0123456789';
const CANDIDATES = {
  ours: 'ours.ts',
  'Nest + SDK': 'nest-sdk.ts',
  'node:http + undici': 'node-undici.ts',
};

type Sample = LoadResult & { cpuMicros: number };

async function start(
  script: string,
  ...args: string[]
): Promise<{ child: ChildProcess; said: unknown }> {
  const child = fork(file(script), args, { execArgv: ['--no-warnings'] });
  const [said] = (await once(child, 'message')) as [unknown];
  return { child, said };
}

async function measure(origin: string, pid: number): Promise<Sample> {
  const before = cpuMs(pid);
  const what = {
    origin,
    path: '/v1/ats/candidates/candidate-1/result-links',
    headers: { authorization: `Bearer ${API_KEY}`, 'x-integration-id': 'workday:bench' },
    ...{ connections, requests, status: 200 },
  };
  const args = ['--no-warnings', file('../lib/load.ts'), JSON.stringify(what)];
  const result = JSON.parse((await run(process.execPath, args)).stdout) as LoadResult;
  const sent = requests + Math.min(requests / 4, 1_000);
  return { ...result, cpuMicros: ((cpuMs(pid) - before) * 1_000) / sent };
}

const stub = await start('../client/stub.ts');
const baseUrl = `http://127.0.0.1:${String(stub.said)}/v1`;
const servers = new Map<string, { child: ChildProcess; said: unknown }>();
for (const [name, script] of Object.entries(CANDIDATES)) {
  servers.set(name, await start(script, baseUrl, API_KEY));
}
try {
  const samples = new Map([...servers.keys()].map((name) => [name, [] as Sample[]]));
  for (let round = 0; round < option('rounds', 5); round += 1) {
    for (const [name, { child, said }] of servers) {
      samples.get(name)?.push(await measure(String(said), child.pid ?? 0));
    }
  }
  const cpu = (name: string) => (samples.get(name) ?? []).map(({ cpuMicros }) => cpuMicros);
  const rate = (name: string) => (samples.get(name) ?? []).map((sample) => sample.rate);
  console.table(
    [...samples].map(([candidate, list]) => ({
      candidate,
      'requests/s': Math.round(median(rate(candidate))),
      'rate ÷ Nest + SDK': Number(medianRatio(rate(candidate), rate('Nest + SDK')).toFixed(2)),
      'CPU µs/request': Math.round(median(cpu(candidate))),
      'CPU ÷ Nest + SDK': Number(medianRatio(cpu(candidate), cpu('Nest + SDK')).toFixed(2)),
      'p50 ms': Number(median(list.map(({ p50 }) => p50)).toFixed(1)),
      'p99 ms': Number(median(list.map(({ p99 }) => p99)).toFixed(1)),
    })),
  );
} finally {
  for (const { child } of [stub, ...servers.values()]) child.disconnect();
}
