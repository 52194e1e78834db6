/**
 * What our routes cost without durability. `gateway`: one result link in, one call to Kombo out. `answer`:
 * validated and answered, no call. Ours checks the key, validates, and logs besides.
 */
import { bench } from '../lib/bench.ts';
import { loadServer, SERVER_COLUMNS } from '../lib/http-load.ts';
import { startKombo } from '../lib/kombo-process.ts';
import type { Scope } from '../lib/scope.ts';
import { ratioBetween, takeTurns, type Candidate, type Row } from '../lib/turns.ts';

const API_KEY = 'bench-key-0123456789';
const OURS = 'ours';
const NEST_PIPE = 'Nest + Express + ValidationPipe';
const FASTIFY_AJV = 'Fastify + ajv';
const FASTIFY_SDK = 'Fastify + SDK';
const WARM_UP_REQUESTS = 1_500;

/** A server under comparison: what is run, and with what. */
type Server = [name: string, role: Candidate['role'], script: string, args: string[]];

const DEFAULTS = { rounds: 5, requests: 5_000, connections: 64 };

await bench('gateway', DEFAULTS, async ({ rounds, ...load }, scope) => {
  const { url } = await startKombo(scope);
  const gateway = await compare('gateway', rounds, scope, load, [
    [OURS, 'ours', 'ours.ts', [API_KEY, url]],
    ['Nest + Express + SDK', 'peer', 'express-sdk.ts', [url]],
    [FASTIFY_SDK, 'beside', 'fastify.ts', [url]],
    ['node:http + undici', 'limit', 'node-undici.ts', [url]],
  ]);
  const answer = await compare('answer', rounds, scope, load, [
    [OURS, 'ours', 'ours.ts', [API_KEY]],
    [NEST_PIPE, 'peer', 'express-pipe.ts', []],
    [FASTIFY_AJV, 'limit', 'fastify.ts', []],
  ]);
  const at = `${load.connections} connections`;
  return {
    tables: [
      { title: `In and out again, ${at}`, unit: 'request', rows: gateway, more: SERVER_COLUMNS },
      {
        title: `Validated and answered, ${at}`,
        unit: 'request',
        rows: answer,
        more: SERVER_COLUMNS,
      },
    ],
    goals: [
      {
        what: 'in and out, CPU ÷ Fastify + SDK',
        value: ratioBetween(gateway, OURS, FASTIFY_SDK, 'cpuMicros'),
        most: 0.25,
      },
      {
        what: 'answered, rate ÷ Fastify + ajv',
        value: ratioBetween(answer, OURS, FASTIFY_AJV, 'perSecond'),
        least: 0.4,
      },
      {
        what: 'answered, CPU ÷ Nest + Express + ValidationPipe',
        value: ratioBetween(answer, OURS, NEST_PIPE, 'cpuMicros'),
        most: 0.3,
      },
    ],
  };
});

async function compare(
  title: string,
  rounds: number,
  scope: Scope,
  load: { requests: number; connections: number },
  servers: readonly Server[],
): Promise<Row[]> {
  const candidates: Candidate[] = [];
  const children = servers.map(([, , script, args]) =>
    scope.fork(new URL(script, import.meta.url), args),
  );
  for (const [index, [name, role]] of servers.entries()) {
    const server = children[index];
    if (server === undefined) continue;
    const origin = await server.next<string>();
    candidates.push({
      ...{ name, role },
      measure: () =>
        loadServer(scope, server, {
          ...{ origin, ...load, warmUpRequests: WARM_UP_REQUESTS, status: 200 },
          path: '/v1/ats/candidates/candidate-1/result-links',
          headers: { authorization: `Bearer ${API_KEY}`, 'x-integration-id': 'workday:bench' },
        }),
    });
  }
  const rows = await takeTurns(title, { rounds }, candidates);
  await Promise.all(children.map((child) => child.end()));
  return rows;
}
