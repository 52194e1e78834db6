/* eslint-disable @nx/enforce-module-boundaries -- processes are started as tools/chaos does, which is no package */
import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { startPostgres, type PostgresServer } from '../../chaos/lib/postgres.ts';
import { API_KEY, Replica } from '../../chaos/lib/replica.ts';
import { Supervisor } from '../../chaos/lib/supervisor.ts';
import { cpuMs, median, option } from '../lib/measuring.ts';

/**
 * Deliveries per second through 1, 2 and 4 worker processes:
 * `npm run bench:drain [-- --rounds=3 --concurrency=20 --seconds=4 --latency=20 --integrations=50]`.
 *
 * Every worker process may have `concurrency` calls in flight, so the limit is processes × concurrency ÷
 * latency. The peer is a bare loop over pg-boss that does the same POST. Rates are those of the middle of a
 * run, as the upstream sees them.
 */
const file = (name: string) => new URL(name, import.meta.url).pathname;
const concurrency = option('concurrency', 20);
const latencyMs = option('latency', 20);
const integrations = option('integrations', 50);
const limitOf = (processes: number) => (processes * concurrency * 1_000) / latencyMs;

interface Report {
  count: number;
  mostInFlight: number;
  rate: number;
}

/** A run, as the upstream saw it; CPU of the workers per delivery. */
interface Run extends Report {
  cpuMicros: number;
}

const stub = fork(file('stub.ts'), [String(latencyMs)], { execArgv: ['--no-warnings'] });
const [{ port }] = (await once(stub, 'message')) as [{ port: number }];
const baseUrl = `http://127.0.0.1:${port}/v1`;

async function report(): Promise<Report> {
  stub.send('report');
  const [answer] = (await once(stub, 'message')) as [Report];
  return answer;
}

/** Waits until `count` requests have come; the upstream is asked seldom, so as not to disturb it. */
async function untilAll(count: number): Promise<Report> {
  for (let tries = 0; ; tries += 1) {
    const seen = await report();
    if (seen.count >= count) return seen;
    if (tries > 600) throw new Error(`only ${seen.count} of ${count} came`);
    await sleep(100);
  }
}

async function sendBatch(api: Replica, count: number): Promise<void> {
  const lines = Array.from({ length: count }, (_, n) =>
    JSON.stringify({
      x_integration_id: `workday:bench${n % integrations}`,
      candidate_id: 'candidate-1',
      request_body: { label: 'Result', url: `https://assessments.example.com/${randomUUID()}` },
    }),
  );
  const answer = await fetch(`${api.url}/v1/deliveries:batch`, {
    method: 'POST',
    headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/x-ndjson' },
    body: lines.join('\n'),
  });
  const end = (await answer.text()).trim().split('\n').at(-1) ?? '';
  if (JSON.parse(end).accepted !== count) throw new Error(`not all were accepted: ${end}`);
}

/** Integrations that are known to take 30 at a time, so that no run measures the slow start. */
async function openWindows({ url }: PostgresServer): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('update result_links.integrations set "window" = 30, concurrency_limit = 30');
  await client.query('analyze');
  await client.end();
}

async function measureOurs(
  supervisor: Supervisor,
  postgres: PostgresServer,
  api: Replica,
  processes: number,
): Promise<Run> {
  const count = Math.round(limitOf(processes) * option('seconds', 4) * 0.7);
  await sendBatch(api, count);
  await openWindows(postgres);
  stub.send('reset');
  const workers = await Promise.all(
    Array.from({ length: processes }, (_, n) =>
      Replica.create(supervisor, {
        name: `worker-${n}`,
        app: 'worker',
        env: {
          DATABASE_URL: postgres.url,
          KOMBO_API_KEY: 'key',
          KOMBO_BASE_URL: baseUrl,
          RESULT_LINKS_CONCURRENCY: String(concurrency),
        },
      }),
    ),
  );
  workers.forEach((worker) => worker.start());
  await Promise.all(workers.map((worker) => worker.untilReady()));
  const before = workers.map((worker) => cpuMs(worker.life.pid));
  const seen = await untilAll(count);
  const spentMs = workers.reduce(
    (sum, worker, n) => sum + cpuMs(worker.life.pid) - (before[n] ?? 0),
    0,
  );
  await Promise.all(workers.map((worker) => worker.stop()));
  return { ...seen, cpuMicros: (spentMs * 1_000) / count };
}

async function measurePeer(postgres: PostgresServer, processes: number): Promise<Run> {
  const count = Math.round(limitOf(processes) * option('seconds', 4) * 0.7);
  const boss = new PgBoss({
    connectionString: postgres.url,
    schema: 'bare_boss',
    supervise: false,
  });
  await boss.start();
  await boss.createQueue('bare');
  for (let from = 0; from < count; from += 1_000) {
    const jobs = Array.from({ length: Math.min(1_000, count - from) }, () => ({
      data: { label: 'Result', url: `https://assessments.example.com/${randomUUID()}` },
    }));
    await boss.insert('bare', jobs);
  }
  await boss.stop({ graceful: false });
  stub.send('reset');
  const loops: ChildProcess[] = Array.from({ length: processes }, () =>
    fork(file('pg-boss-loop.ts'), [postgres.url, baseUrl, String(concurrency)], {
      execArgv: ['--no-warnings'],
    }),
  );
  await Promise.all(loops.map((loop) => once(loop, 'message')));
  const before = loops.map(({ pid }) => cpuMs(pid ?? 0));
  const seen = await untilAll(count);
  const spentMs = loops.reduce((sum, { pid }, n) => sum + cpuMs(pid ?? 0) - (before[n] ?? 0), 0);
  const ended = loops.map((loop) => once(loop, 'exit'));
  loops.forEach((loop) => loop.disconnect());
  await Promise.all(ended);
  return { ...seen, cpuMicros: (spentMs * 1_000) / count };
}

const supervisor = new Supervisor();
try {
  const postgres = await startPostgres(supervisor);
  const api = await Replica.create(supervisor, {
    name: 'api',
    app: 'api',
    env: {
      DATABASE_URL: postgres.url,
      RESULT_LINKS_WORKER: 'off',
      KOMBO_API_KEY: 'key',
      KOMBO_BASE_URL: baseUrl,
    },
  });
  api.start();
  await api.untilReady();
  const rows = [];
  for (const processes of [1, 2, 4]) {
    const ours: Run[] = [];
    const peer: Run[] = [];
    for (let round = 0; round < option('rounds', 3); round += 1) {
      ours.push(await measureOurs(supervisor, postgres, api, processes));
      peer.push(await measurePeer(postgres, processes));
    }
    const middle = (runs: Run[], key: keyof Run) => median(runs.map((each) => each[key]));
    rows.push({
      processes,
      limit: limitOf(processes),
      'ours /s': Math.round(middle(ours, 'rate')),
      '÷ limit': Number((middle(ours, 'rate') / limitOf(processes)).toFixed(2)),
      'most in flight': middle(ours, 'mostInFlight'),
      'CPU µs': Math.round(middle(ours, 'cpuMicros')),
      'pg-boss /s': Math.round(middle(peer, 'rate')),
      'its ÷ limit': Number((middle(peer, 'rate') / limitOf(processes)).toFixed(2)),
      'its CPU µs': Math.round(middle(peer, 'cpuMicros')),
    });
  }
  console.table(rows);
} finally {
  stub.disconnect();
  await supervisor.close();
}
