import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'pg';
import { parseConnectionTargets } from './connection-targets.js';
import { Connections } from './connections.js';
import type { Database, DatabaseOptions } from './database.js';
import { DatabaseUnavailableError, DatabaseUrlError, isDenied } from './errors.js';
import { CONNECT_TIMEOUT_MS, ServerClient, Servers } from './server-client.js';
import { assertUsableDatabase } from './session.js';
import { WriteProbe } from './write-probe.js';
import { Vault } from '../vault/vault.js';
import { checkUrl, pinSslMode } from './check-url.js';
import { connectionProblem } from './connection-problem.js';

/** Pauses between attempts to reach a server that is down. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1_000;
/** How long a host that cannot be found may take to become known: in a container network it starts with its name. */
const UNKNOWN_HOST_MS = 10_000;

/**
 * A pool on a PostgreSQL server, or on the one of several that can write. Nothing is connected before the
 * first use.
 *
 * @throws DatabaseUrlError
 */
export function openPostgres(options: DatabaseOptions & { databaseUrl: string }): Database {
  const servers = serversOf(options.databaseUrl, 'DATABASE_URL');
  const direct = options.directUrl ? serversOf(options.directUrl, 'DATABASE_DIRECT_URL') : servers;
  class PooledClient extends ServerClient {
    constructor() {
      super(servers, { application_name: 'result-links' });
    }
  }
  const pool = new Pool({
    Client: PooledClient as never,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  const connections = new Connections(
    pool,
    options.log,
    options.vault ?? new Vault(),
    servers.order.count,
  );
  const probe = new WriteProbe(connections);

  const ready = async (signal?: AbortSignal): Promise<void> => {
    const startedAtMs = performance.now();
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      signal?.throwIfAborted();
      try {
        return await assertUsableDatabase(connections);
      } catch (error) {
        if (!(error instanceof DatabaseUnavailableError)) throw error;
        throwIfLasting(error.cause, performance.now() - startedAtMs);
        if (pauseMs === FIRST_PAUSE_MS) {
          options.log.warn({ err: error.cause }, 'waiting for the database');
        }
      }
      // An abort ends the pause early; the loop's first line then throws its reason.
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  };

  return {
    kind: 'postgres',
    vault: connections.vault,
    newClient: (application_name) => new ServerClient(direct, { application_name }),
    query: (text, values, how) => connections.query(text, values, how),
    transaction: (work, how) => connections.transaction(work, how),
    server: () => systemIdentifier(connections),
    isUp: () => connections.isUp(),
    problem: () => probe.ask(),
    ready,
    close: () => pool.end(),
  };
}

/** @throws DatabaseUrlError that names the variable */
function serversOf(url: string, name: string): Servers {
  const targets = parseConnectionTargets(url, name);
  targets.urls.forEach((each) => checkUrl(each, name));
  return new Servers({ ...targets, urls: targets.urls.map(pinSslMode) });
}

/** @throws DatabaseUrlError for what waiting does not cure */
function throwIfLasting(error: unknown, waitedMs: number): void {
  const problem = connectionProblem(error);
  if (problem === null || (problem.mayPass === 'soon' && waitedMs < UNKNOWN_HOST_MS)) return;
  throw new DatabaseUrlError(problem.message);
}

/** The same on a standby, another one after `initdb`; `null` where the role may not ask. */
async function systemIdentifier(connections: Connections): Promise<string | null> {
  try {
    const { rows } = await connections.query<{ id: string }>(
      'select system_identifier::text as id from pg_control_system()',
    );
    return `postgres:${rows[0]?.id}`;
  } catch (error) {
    if (isDenied(error)) return null;
    throw error;
  }
}
