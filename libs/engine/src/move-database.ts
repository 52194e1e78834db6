import {
  abandonTransfer,
  transferDatabase,
  TransferError,
  type TransferOptions,
  type TransferResult,
} from '@result-links/persistence';
import { readEngineConfig } from './config/engine-config.js';
import type { Environment } from './config/read.js';
import { createLogger } from './logger.js';

/**
 * Moves the embedded database of `RESULT_LINKS_DATA_DIR` to the server of `DATABASE_URL`, or gives up an
 * unfinished move.
 *
 * @returns rows by table; `null`: given up
 * @throws ConfigError, TransferError, and what opening the databases throws
 */
export async function moveDatabase(
  env: Environment,
  { isAbandoned, onProgress }: { isAbandoned: boolean } & Pick<TransferOptions, 'onProgress'>,
): Promise<TransferResult | null> {
  const { dataDir, databaseUrl, encryptionKeys } = readEngineConfig(env);
  if (databaseUrl === undefined) {
    throw new TransferError('--to: missing. Set it, or DATABASE_URL, to the PostgreSQL database.');
  }
  const log = createLogger('silent');
  const options = { dataDir, databaseUrl, encryptionKeys, log, ...(onProgress && { onProgress }) };
  if (!isAbandoned) return transferDatabase(options);
  await abandonTransfer(options);
  return null;
}
