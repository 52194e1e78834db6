import type { Sandbox } from '@result-links/kombo-sandbox';
import { komboEnvironment } from './kombo.ts';
import { startPostgres, type PostgresServer } from './postgres.ts';
import { Replica } from './replica.ts';
import type { Supervisor } from './supervisor.ts';

/** The service as it is run: replicas of the API, each with a worker, on one database. */
export interface Cluster {
  replicas: Replica[];
  /** `null`: embedded. */
  postgres: PostgresServer | null;
}

/** What to run. */
export interface ClusterOptions {
  /** `postgres` or `embedded`. */
  engine: string;
  /** With the embedded engine there is always one. */
  replicas: number;
  sandbox: Sandbox;
  /** More environment for every replica. */
  env?: Record<string, string>;
}

/**
 * Starts the service and waits until it is ready.
 *
 * @throws Error when the engine is not known or a replica does not start
 */
export async function startCluster(
  supervisor: Supervisor,
  { engine, replicas: count, sandbox, env = {} }: ClusterOptions,
): Promise<Cluster> {
  if (!['postgres', 'embedded'].includes(engine)) {
    throw new Error(`--engine must be postgres or embedded, not "${engine}"`);
  }
  const postgres = engine === 'postgres' ? await startPostgres(supervisor) : null;
  const place: Record<string, string> =
    postgres === null
      ? { RESULT_LINKS_DATA_DIR: supervisor.folder() }
      : { DATABASE_URL: postgres.url };
  const replicas = await startReplicas(supervisor, {
    count: postgres === null ? 1 : count,
    sandbox,
    env: { ...place, ...env },
  });
  return { replicas, postgres };
}

/** Starts replicas of the API on a database that `env` names, and waits until they are ready. */
export async function startReplicas(
  supervisor: Supervisor,
  { count, sandbox, env }: { count: number; sandbox: Sandbox; env: Record<string, string> },
): Promise<Replica[]> {
  const replicas: Replica[] = [];
  for (let index = 1; index <= count; index += 1) {
    replicas.push(
      await Replica.create(supervisor, {
        name: `api-${index}`,
        app: 'api',
        env: { ...komboEnvironment(sandbox), ...env },
      }),
    );
  }
  replicas.forEach((replica) => replica.start());
  await Promise.all(replicas.map((replica) => replica.untilReady()));
  return replicas;
}
