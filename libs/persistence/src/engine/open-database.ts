import type { Database, DatabaseOptions } from './database.js';
import { openPostgres } from './postgres.js';

/**
 * Opens the database: PostgreSQL when a URL is given, otherwise the embedded engine in `dataDir`.
 * With a server this connects to nothing yet, so it works while the server is down: see `ready`.
 *
 * @throws DirectoryInUseError when another process has the data directory open.
 * @throws EmbeddedEngineError when the embedded engine cannot be made durable here.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  if (options.databaseUrl) {
    return openPostgres({ ...options, databaseUrl: options.databaseUrl });
  }
  // Half a megabyte of source that a process on a server has no use for.
  const { openEmbedded } = await import('./pglite/open-embedded.js');
  return openEmbedded(options);
}
