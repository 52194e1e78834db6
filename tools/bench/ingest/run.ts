/* eslint-disable @nx/enforce-module-boundaries -- processes are started as tools/chaos does, which is no package */
import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { startPostgres } from '../../chaos/lib/postgres.ts';
import { API_KEY, Replica } from '../../chaos/lib/replica.ts';
import { Supervisor } from '../../chaos/lib/supervisor.ts';
import type { LoadResult } from '../lib/load.ts';
import { cpuMs, median, medianRatio, option } from '../lib/measuring.ts';

/**
 * Durable accepts per second: `npm run bench:ingest [-- --rounds=5 --requests=6000 --connections=64]`.
 *
 * Ours (`Prefer: respond-async`, 202 after the commit) beside plain Nest with an INSERT, and the limit: single
 * INSERT commits through a pool, on one PostgreSQL server with fsync on. The three take turns. Only the limit
 * has no HTTP: caller, service and server share the machine's cores, so on two of them HTTP itself costs.
 */
const run = promisify(execFile);
const file = (name: string) => new URL(name, import.meta.url).pathname;
const requests = option('requests', 6_000);
const connections = option('connections', 64);

async function node(...args: string[]): Promise<string> {
  return (await run(process.execPath, ['--no-warnings', ...args])).stdout;
}

async function load(origin: string, pid: number): Promise<LoadResult & { cpuMicros: number }> {
  const before = cpuMs(pid);
  const what = {
    origin,
    path: '/v1/ats/candidates/candidate-1/result-links',
    headers: {
      authorization: `Bearer ${API_KEY}`,
      'x-integration-id': 'workday:bench',
      prefer: 'respond-async',
    },
    ...{ connections, requests, status: 202 },
  };
  const result = JSON.parse(await node(file('../lib/load.ts'), JSON.stringify(what))) as LoadResult;
  const sent = requests + Math.min(requests / 4, 1_000);
  return { ...result, cpuMicros: ((cpuMs(pid) - before) * 1_000) / sent };
}

const supervisor = new Supervisor();
try {
  const postgres = await startPostgres(supervisor);
  const ours = await Replica.create(supervisor, {
    name: 'api',
    app: 'api',
    env: {
      DATABASE_URL: postgres.url,
      RESULT_LINKS_WORKER: 'off',
      RESULT_LINKS_RATE_LIMIT: 'off',
      KOMBO_API_KEY: 'unused',
      KOMBO_BASE_URL: 'http://127.0.0.1:9/v1',
    },
  });
  ours.start();
  await ours.untilReady();
  const peer = fork(file('nest-insert.ts'), [postgres.url], { execArgv: ['--no-warnings'] });
  const [peerUrl] = (await once(peer, 'message')) as [string];

  const results = {
    ours: [] as Awaited<ReturnType<typeof load>>[],
    peer: [] as Awaited<ReturnType<typeof load>>[],
    limit: [] as number[],
  };
  for (let round = 0; round < option('rounds', 5); round += 1) {
    results.ours.push(await load(ours.url, ours.life.pid));
    results.peer.push(await load(peerUrl, peer.pid ?? 0));
    const { rate } = JSON.parse(await node(file('pool-insert.ts'), postgres.url, String(requests)));
    results.limit.push(rate);
  }
  const row = (name: string, list: Awaited<ReturnType<typeof load>>[]) => ({
    candidate: name,
    'accepts/s': Math.round(median(list.map(({ rate }) => rate))),
    '÷ limit': Number(
      medianRatio(
        list.map(({ rate }) => rate),
        results.limit,
      ).toFixed(2),
    ),
    'p50 ms': Number(median(list.map(({ p50 }) => p50)).toFixed(1)),
    'p99 ms': Number(median(list.map(({ p99 }) => p99)).toFixed(1)),
    'CPU µs/request': Math.round(median(list.map(({ cpuMicros }) => cpuMicros))),
  });
  console.table([
    row('ours', results.ours),
    row('Nest + INSERT', results.peer),
    { candidate: 'limit: INSERTs through a pool', 'accepts/s': Math.round(median(results.limit)) },
  ]);
  peer.disconnect();
} finally {
  await supervisor.close();
}
