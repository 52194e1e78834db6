/**
 * Durable accepts a second: `Prefer: respond-async`, 202 after the commit, beside plain Nest with an INSERT,
 * and the limits: single INSERT commits through a pool, and by pgbench; all on one PostgreSQL server with
 * fsync on. Only the limits have no HTTP: caller, service and server share the machine's cores, so on two of
 * them HTTP itself costs.
 *
 * `--beside=<folder>` measures the build of another checkout instead, on a database of its own, as the peer.
 */
import { resolve } from 'node:path';
import { bench } from '../lib/bench.ts';
import { loadServer, SERVER_COLUMNS } from '../lib/http-load.ts';
import { durationText } from '../lib/numbers.ts';
import { API_KEY, query, Replica, startPostgres, type Postgres } from '../lib/postgres.ts';
import type { Scope } from '../lib/scope.ts';
import { ratioBetween, takeTurns, type Candidate, type Figures, type Row } from '../lib/turns.ts';
import { pgbenchInserts } from './pgbench.ts';

const OURS = 'ours, 202 after the commit';
const STORE = 'ours, without HTTP';
const POOL = 'INSERTs through a pool of 10';
const POSTGRES_CPU = {
  heading: "PostgreSQL's CPU",
  figure: 'postgresMicros',
  text: durationText,
};

const DEFAULTS = { rounds: 5, requests: 6_000, connections: 64, beside: '' };

await bench('ingest', DEFAULTS, async ({ rounds, requests, connections, beside }, scope) => {
  const load = (server: { pid: number }, origin: string, postgres: Postgres) =>
    loadServer(
      scope,
      server,
      {
        ...{ origin, connections, requests, warmUpRequests: 1_500, status: 202 },
        path: '/v1/ats/candidates/candidate-1/result-links',
        headers: {
          authorization: `Bearer ${API_KEY}`,
          'x-integration-id': 'workday:bench',
          prefer: 'respond-async',
        },
      },
      { postgresMicros: postgres.cpuMicros },
    );
  const postgres = await startPostgres(scope);
  const service = await startApi(postgres);
  const ours: Candidate = {
    ...{ name: OURS, role: 'ours' },
    measure: () => load(service.life, service.url, postgres),
  };
  const title = `Accepted, ${connections} connections`;
  const tableOf = (rows: Row[]) => ({
    ...{ title, unit: 'request', rows },
    more: [POSTGRES_CPU, ...SERVER_COLUMNS],
  });

  if (beside !== '') {
    const theirs = await startPostgres(scope);
    const peer = await startApi(theirs, resolve(beside));
    const rows = await takeTurns('ingest', { rounds }, [
      ours,
      { name: beside, role: 'peer', measure: () => load(peer.life, peer.url, theirs) },
    ]);
    const value = ratioBetween(rows, OURS, beside, 'perSecond');
    return {
      tables: [tableOf(rows)],
      goals: [{ what: `accepts ÷ ${beside}`, value, least: 1 }],
    };
  }

  await query(
    postgres.url,
    'create table plain_links (id uuid primary key, target text, body json)',
  );
  const peer = scope.fork(new URL('nest-insert.ts', import.meta.url), [postgres.url]);
  const peerUrl = await peer.next<string>();
  const candidates: Candidate[] = [
    ours,
    {
      ...{ name: 'plain Nest + INSERT', role: 'peer' },
      measure: () => load(peer, peerUrl, postgres),
    },
    {
      name: STORE,
      role: 'beside',
      measure: () => writes('store-accepts.ts', scope, postgres, connections, requests),
    },
    {
      name: POOL,
      role: 'limit',
      measure: () => writes('pool-insert.ts', scope, postgres, connections, requests),
    },
  ];
  const pgbench = postgres.program('pgbench');
  const folder = scope.folder();
  if (pgbench !== null) {
    const measure = () => pgbenchInserts(pgbench, postgres.url, folder, requests);
    candidates.push({ name: 'INSERTs by pgbench, 10 clients', role: 'beside', measure });
  }
  const rows = await takeTurns('ingest', { rounds }, candidates);
  const ofPool = (name: string) => ratioBetween(rows, name, POOL, 'perSecond');
  return {
    tables: [tableOf(rows)],
    goals: [
      { what: 'accepts by HTTP ÷ INSERTs through a pool', value: ofPool(OURS), least: 1 },
      { what: 'accepts without HTTP ÷ INSERTs through a pool', value: ofPool(STORE), least: 1 },
    ],
    remarks: pgbench === null ? ['pgbench is not installed beside this server.'] : [],
  };
});

async function startApi({ supervisor, url }: Postgres, root?: string): Promise<Replica> {
  const api = await Replica.create(supervisor, {
    ...{ name: 'api', app: 'api', ...(root && { root }) },
    env: {
      DATABASE_URL: url,
      RESULT_LINKS_WORKER: 'off',
      RESULT_LINKS_RATE_LIMIT: 'off',
      KOMBO_API_KEY: 'unused',
      KOMBO_BASE_URL: 'http://127.0.0.1:9/v1',
    },
  });
  api.start();
  await api.untilReady();
  return api;
}

/** A process that writes by itself, see `lib/measured-work.ts`. */
async function writes(
  file: string,
  scope: Scope,
  postgres: Postgres,
  connections: number,
  count: number,
): Promise<Figures> {
  const script = new URL(file, import.meta.url);
  const child = scope.fork(script, [postgres.url, connections, count]);
  await child.next();
  const before = postgres.cpuMicros();
  const figures = await child.ask<Figures>('go');
  const postgresMicros = (postgres.cpuMicros() - before) / count;
  await child.end();
  return { ...figures, postgresMicros };
}
