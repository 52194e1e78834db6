import { migrateDatabase } from '@result-links/persistence';
import { readEngineConfig } from './config/engine-config.js';
import { ConfigError, type Environment } from './config/read.js';
import { createLogger } from './logger.js';

/**
 * Brings the schema of `DATABASE_URL` up to date and returns, so that the service itself can run with a role
 * that may only read and write rows.
 *
 * @throws ConfigError, and what `migrateDatabase` throws
 */
export async function migrateSchema(env: Environment): Promise<void> {
  const { databaseUrl, dataDir, logLevel } = readEngineConfig(env);
  if (databaseUrl === undefined) {
    throw new ConfigError([
      'DATABASE_URL is not set. Set it to the database to migrate; the embedded one is migrated at every start',
    ]);
  }
  const log = createLogger(logLevel);
  await migrateDatabase({ databaseUrl, dataDir, log });
  log.info('the schema is up to date');
}
