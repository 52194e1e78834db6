import { userInfo } from 'node:os';
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
  const by = { type: 'local', keyId: null, keyName: userName(), address: null } as const;
  const options = {
    ...{ dataDir, databaseUrl, encryptionKeys, log, by },
    ...(onProgress && { onProgress }),
  };
  if (!isAbandoned) return transferDatabase(options);
  await abandonTransfer(options);
  return null;
}

/** `null`: the system does not know its user, as in some containers. */
function userName(): string | null {
  try {
    return userInfo().username;
  } catch {
    return null;
  }
}
