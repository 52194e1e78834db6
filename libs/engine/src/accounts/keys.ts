import type { AdminKeyStore, AuditRecordStore, Clock, Log } from '@result-links/delivery';
import type { Persistence } from '@result-links/persistence';
import { RefusalLog } from '../audit/refusal-log.js';
import { AdminKeyDirectory, adminKeysOf } from './admin-key-directory.js';
import { ApiKeyDirectory } from './api-key-directory.js';

/** Who may call, and who did what. */
export interface Keys {
  /** Whom an API key stands for. */
  readonly apiKeys: ApiKeyDirectory;
  /** Named admin keys, and which of them are good. */
  readonly adminKeys: Pick<AdminKeyStore, 'list' | 'create' | 'revoke'> & {
    readonly directory: AdminKeyDirectory;
  };
  /** The record of actions, and calls that were refused. */
  readonly audit: Pick<AuditRecordStore, 'list'> & { readonly refusals: RefusalLog };
}

/** Puts them together. `close` writes what was counted. */
export function createKeys(
  { accounts, adminKeys, auditRecords, events }: Persistence,
  tools: { clock: Clock; log: Log },
): Keys & { close(): Promise<void> } {
  const apiKeys = new ApiKeyDirectory({ ...tools, events, store: accounts });
  const directory = new AdminKeyDirectory({ ...tools, events, store: adminKeys });
  const refusals = new RefusalLog({ ...tools, store: auditRecords });
  return {
    apiKeys,
    adminKeys: adminKeysOf(adminKeys, directory),
    audit: { list: (filter, page) => auditRecords.list(filter, page), refusals },
    close: async () => {
      await Promise.all([apiKeys.close(), directory.close(), refusals.flush()]);
    },
  };
}
