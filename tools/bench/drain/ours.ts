import type { KomboProcess } from '../lib/kombo-process.ts';
import { API_KEY, query, Replica, type Postgres } from '../lib/postgres.ts';
import type { Figures } from '../lib/turns.ts';
import { link, watchUpstream } from './upstream.ts';

/** What a run of ours needs. */
export interface OurService {
  postgres: Postgres;
  kombo: KomboProcess;
  /** Only accepts. */
  api: Replica;
  integrations: number;
  /** Calls in flight per worker process; 0: what the service has by default. */
  concurrency: number;
  /** The checkout whose build runs; absent: this one. */
  root?: string | undefined;
}

/** Starts the process that accepts what is to be delivered. */
export async function startAccepting(
  postgres: Postgres,
  kombo: KomboProcess,
  root?: string,
): Promise<Replica> {
  const api = await Replica.create(postgres.supervisor, {
    ...{ name: 'api', app: 'api', ...(root && { root }) },
    env: { ...environment(postgres, kombo), RESULT_LINKS_WORKER: 'off' },
  });
  api.start();
  await api.untilReady();
  return api;
}

/** Accepts `count` links, then starts so many worker processes and watches them deliver. */
export async function drainOurs(
  service: OurService,
  processes: number,
  count: number,
): Promise<Figures> {
  const { postgres, kombo, concurrency, root } = service;
  await acceptBatch(service, count);
  await openWindows(postgres);
  kombo.reset();
  const workers = await Promise.all(
    Array.from({ length: processes }, (_, n) =>
      Replica.create(postgres.supervisor, {
        ...{ name: `worker-${n}`, app: 'worker', ...(root && { root }) },
        env: {
          ...environment(postgres, kombo),
          ...(concurrency > 0 && { RESULT_LINKS_CONCURRENCY: String(concurrency) }),
        },
      }),
    ),
  );
  workers.forEach((worker) => worker.start());
  const pids = workers.map((worker) => worker.life.pid);
  await Promise.all(workers.map((worker) => worker.untilReady()));
  const figures = await watchUpstream(kombo, postgres, pids, count);
  await Promise.all(workers.map((worker) => worker.stop()));
  return figures;
}

function environment(postgres: Postgres, kombo: KomboProcess): Record<string, string> {
  return { DATABASE_URL: postgres.url, KOMBO_API_KEY: 'key', KOMBO_BASE_URL: kombo.url };
}

/** Fewer lines than one batch may have. */
const BATCH = 50_000;

async function acceptBatch({ api, integrations }: OurService, count: number): Promise<void> {
  for (let from = 0; from < count; from += BATCH) {
    const length = Math.min(BATCH, count - from);
    const lines = Array.from({ length }, (_, n) =>
      JSON.stringify({
        x_integration_id: `workday:bench${n % integrations}`,
        candidate_id: 'candidate-1',
        request_body: link(),
      }),
    );
    const answer = await fetch(`${api.url}/v1/deliveries:batch`, {
      method: 'POST',
      headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/x-ndjson' },
      body: lines.join('\n'),
    });
    const end = (await answer.text()).trim().split('\n').at(-1) ?? '';
    if (JSON.parse(end).accepted !== length) throw new Error(`not all were accepted: ${end}`);
  }
}

/** Integrations that are known to take 30 at a time, so that no run measures the slow start. */
async function openWindows({ url }: Postgres): Promise<void> {
  await query(
    url,
    'update result_links.integrations set "window" = 30, concurrency_limit = 30; analyze',
  );
}
