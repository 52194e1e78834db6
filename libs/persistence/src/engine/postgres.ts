import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'pg';
import { BatchingSocket } from './batching-socket.js';
import type { Database, DatabaseOptions } from './database.js';
import { Connections } from './connections.js';
import { Vault } from '../vault/vault.js';
import { checkUrl, pinSslMode } from './check-url.js';
import { connectionProblem } from './connection-problem.js';
import {
  DatabaseUnavailableError,
  DatabaseUrlError,
  isDenied,
  UnsupportedServerError,
} from './errors.js';

/** Oldest PostgreSQL the statements are tested for; older ones are out of support (2026). */
const OLDEST_MAJOR = 14;
/** How long a caller waits for a connection before it is told that the database is not available. */
const CONNECT_TIMEOUT_MS = 5_000;
/** Pauses between attempts to reach a server that is down. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1_000;
/** How long a host that cannot be found may take to become known: in a container network it starts with its name. */
const UNKNOWN_HOST_MS = 10_000;

/** Statements are sent without waiting for the answers to those before, several at a time. */
const PIPELINED = { pipeline: true, stream: () => new BatchingSocket() };

/**
 * A pool on a PostgreSQL server. Nothing is connected before the first use.
 *
 * @throws DatabaseUrlError when the URL cannot be used
 */
export function openPostgres(options: DatabaseOptions & { databaseUrl: string }): Database {
  checkUrl(options.databaseUrl);
  if (options.directUrl !== undefined) checkUrl(options.directUrl, 'DATABASE_DIRECT_URL');
  const pool = new Pool({
    connectionString: pinSslMode(options.databaseUrl),
    application_name: 'result-links',
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    ...PIPELINED,
  });
  const connections = new Connections(pool, options.log, options.vault ?? new Vault(), true);

  const ping = async (): Promise<boolean> =>
    connections.query('select 1').then(
      () => true,
      () => false,
    );

  const ready = async (signal?: AbortSignal): Promise<void> => {
    const startedAtMs = performance.now();
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      signal?.throwIfAborted();
      try {
        const { rows } = await connections.query<{ version: number }>(
          `select current_setting('server_version_num')::int as version`,
        );
        return assertServerVersion(rows[0]?.version ?? 0);
      } catch (error) {
        if (!(error instanceof DatabaseUnavailableError)) throw error;
        throwIfLasting(error.cause, performance.now() - startedAtMs);
        if (pauseMs === FIRST_PAUSE_MS) {
          options.log.warn({ error: String(error.cause) }, 'waiting for the database');
        }
      }
      // An abort ends the pause early; the loop's first line then throws its reason.
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  };

  return {
    kind: 'postgres',
    vault: connections.vault,
    directUrl: pinSslMode(options.directUrl ?? options.databaseUrl),
    query: (text, values) => connections.query(text, values),
    transaction: (work, how) => connections.transaction(work, how),
    server: () => systemIdentifier(connections),
    isUp: () => connections.isUp(),
    ping,
    ready,
    close: () => pool.end(),
  };
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

/**
 * @param versionNumber `server_version_num`, for example 150018.
 * @throws UnsupportedServerError below PostgreSQL 14.
 */
export function assertServerVersion(versionNumber: number): void {
  const major = Math.floor(versionNumber / 10_000);
  if (major < OLDEST_MAJOR) {
    throw new UnsupportedServerError(
      `PostgreSQL ${major} is too old: result-links needs PostgreSQL ${OLDEST_MAJOR} or newer`,
    );
  }
}
