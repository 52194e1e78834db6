import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import { Client, Pool, type ClientConfig } from 'pg';
import { Connections } from '../connections.js';
import type { Database, DatabaseOptions } from '../database.js';
import { Vault } from '../../vault/vault.js';
import { WriteProbe } from '../write-probe.js';
import { checkDurability, checkVersion } from './checks.js';
import { lockDirectory } from './directory-lock.js';
import { EmbeddedEngineError } from './errors.js';
import { initialiseOnce } from './first-initialisation.js';
import { Housekeeping } from './housekeeping.js';
import { ensureDataDirectory, ensurePrivate } from './private-directories.js';
import { SmallPGlite } from './small-pglite.js';
import { START_PARAMS, SyncingNodeFs } from './syncing-node-fs.js';

/** The embedded engine; what only it has. */
export interface EmbeddedDatabase extends Database {
  /** Syncs that reached the operating system since the start. */
  syncCount(): number;
}

/**
 * PostgreSQL in this process (PGlite), made safe to keep accepted links in. Each piece of this
 * folder mends one thing that PGlite leaves open, and can go the day PGlite does it itself.
 *
 * It runs on the event loop, not in a worker thread: PGlite's own worker is for browser tabs, and
 * the node-postgres adapter needs the instance itself, so a thread would need a wire protocol of our
 * own in between. Statements here take about a millisecond; only VACUUM takes longer.
 *
 * @throws DirectoryInUseError, EmbeddedEngineError
 */
export async function openEmbedded(options: DatabaseOptions): Promise<EmbeddedDatabase> {
  if (process.platform === 'win32') {
    throw new EmbeddedEngineError(
      'The embedded database is not supported on Windows: set DATABASE_URL to a PostgreSQL server.',
    );
  }
  const directory = resolve(options.dataDir);
  ensureDataDirectory(directory);
  const unlock = await lockDirectory(directory);
  try {
    return await openLocked(directory, options, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function openLocked(
  directory: string,
  { log, vault = new Vault() }: DatabaseOptions,
  unlock: () => Promise<void>,
): Promise<EmbeddedDatabase> {
  const startedAt = performance.now();
  const databaseDir = join(directory, 'database');
  await initialiseOnce(databaseDir);
  ensurePrivate(databaseDir);
  const fs = new SyncingNodeFs(databaseDir);
  const lite = new SmallPGlite({ fs, startParams: START_PARAMS });
  await lite.waitReady;
  const pool = poolOn(lite);
  const connections = new Connections(pool, log, vault);
  const probe = new WriteProbe(connections);
  try {
    await checkVersion(connections);
    await checkDurability(connections, fs);
  } catch (error) {
    await pool.end();
    await lite.close();
    throw error;
  }
  const housekeeping = new Housekeeping(connections, log);
  housekeeping.start();
  log.info({ directory, ms: Math.round(performance.now() - startedAt) }, 'embedded database open');

  return {
    kind: 'embedded',
    vault,
    newClient: null,
    syncCount: () => fs.syncCount,
    query: (text, values, how) => connections.query(text, values, how),
    // All of the engine's work is done in microtasks: without a turn of the event loop now and then,
    // whoever makes one transaction after the other would keep requests and timers waiting.
    transaction: async (work, how) => {
      await nextTurn();
      return connections.transaction(work, how);
    },
    server: async () => filesOf(databaseDir),
    isUp: () => connections.isUp(),
    problem: () => probe.ask(),
    ready: async () => undefined,
    close: async () => {
      housekeeping.stop();
      await pool.end();
      await lite.close();
      await unlock();
    },
  };
}

/** A copy of the directory has files of its own; the cluster's identifier in them is copied. */
function filesOf(databaseDir: string): string {
  const { ino, birthtimeMs } = statSync(join(databaseDir, 'PG_VERSION'));
  return `files:${ino}:${Math.round(birthtimeMs)}`;
}

/**
 * A pool with one connection, never closed for idleness: behind it is one PostgreSQL session. Each client
 * gets an adapter of its own; the pool replaces its client after a failed statement, and the new one
 * would take the end of the old one's shared adapter for its own ("Connection terminated unexpectedly").
 */
function poolOn(lite: PGlite): Pool {
  class EmbeddedClient extends Client {
    constructor() {
      // As on a server, statements are given without waiting; the adapter runs them one after the other.
      super({ ...(createPgConfig(lite) as ClientConfig), ...{ pipeline: true } });
    }
  }
  return new Pool({ Client: EmbeddedClient as never, max: 1, idleTimeoutMillis: 0 });
}
