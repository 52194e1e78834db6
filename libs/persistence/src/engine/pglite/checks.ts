import type { Queryable } from '../database.js';
import { EmbeddedEngineError } from './errors.js';
import type { SyncingNodeFs } from './syncing-node-fs.js';

/** The one version whose insides the fsync shim was tested against. */
export const PGLITE_VERSION = '0.5.16';

/**
 * @throws EmbeddedEngineError when another version of PGlite is installed than the one the shim knows.
 */
export async function checkVersion(db: Queryable): Promise<void> {
  const { rows } = await db.query<{ version: string }>('select version()');
  const text = rows[0]?.version ?? '';
  if (!text.includes(`(PGlite ${PGLITE_VERSION})`)) {
    throw new EmbeddedEngineError(
      `The embedded database needs @electric-sql/pglite ${PGLITE_VERSION} exactly, found: ${text}. ` +
        'Install that version, or set DATABASE_URL to use a PostgreSQL server.',
    );
  }
}

/**
 * One commit must reach the disk. `pg_logical_emit_message` writes a WAL record without a table.
 *
 * @throws EmbeddedEngineError when it did not: accepted links would be lost in a power cut.
 */
export async function checkDurability(db: Queryable, fs: SyncingNodeFs): Promise<void> {
  const before = fs.syncCount;
  await db.query(`select pg_logical_emit_message(true, 'durability-probe', '')`);
  if (fs.syncCount === before) {
    throw new EmbeddedEngineError(
      'The embedded database is not durable here: a commit did not reach fsync. ' +
        'Set DATABASE_URL to use a PostgreSQL server.',
    );
  }
}
