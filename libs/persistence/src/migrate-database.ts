import type { DatabaseOptions } from './engine/database.js';
import { openDatabase } from './engine/open-database.js';
import { untilDone } from './engine/readiness.js';
import { migrate } from './migrations/migrate.js';

/**
 * Brings the schema up to date and nothing else, for a role that may change it. Waits while the server is down.
 *
 * @throws DatabaseUrlError, DatabaseRightsError, UnsupportedServerError whose message says what to do
 */
export async function migrateDatabase(options: DatabaseOptions): Promise<void> {
  const db = await openDatabase({ ...options, poolSize: 1 });
  try {
    await untilDone(db, new AbortController().signal, () => migrate(db, options.log));
  } finally {
    await db.close();
  }
}
