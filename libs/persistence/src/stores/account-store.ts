import { isDeliveryId, newDeliveryId, WebhookSecretTakenError } from '@result-links/delivery';
import type {
  Actor,
  AccountAccess,
  AccountChanges,
  AccountSettings,
  AccountStore,
  ApiKey,
  KnownKey,
  NewAccount,
  NewApiKey,
  OutcomeDetails,
} from '@result-links/delivery';
import type { Transaction } from '../engine/database.js';
import { isForeignKeyViolation } from '../engine/errors.js';
import {
  placeOfWebhookSecret,
  toAccountAccess,
  toAccountSettings,
} from '../rows/account-settings-row.js';
import { toApiKey } from '../rows/api-key-row.js';
import {
  deleteStoredAccount,
  findAccountRow,
  hasDeliveries,
  insertStoredAccount,
  listAccountRows,
  listStoredRows,
  lockWebhookSecrets,
  probeAccountNow,
  updateStoredAccount,
} from '../statements/account-settings.js';
import { pauseAccount } from '../statements/accounts.js';
import {
  findApiKeysByHash,
  insertApiKey,
  listApiKeys,
  revokeApiKey,
  updateLastUses,
} from '../statements/api-keys.js';
import { recordAction } from '../statements/audit-records.js';
import { transactionTime } from '../statements/deliveries.js';
import { parkWaiting } from '../statements/waiting.js';
import { UnopenableError } from '../vault/sealed.js';
import type { StoreContext } from './context.js';
import { releaseAccount } from './release.js';

/** Why deliveries of a disabled account wait. */
const DISABLED: OutcomeDetails = {
  httpStatus: null,
  code: null,
  title: null,
  message: 'The account is disabled. Its result links wait until it is enabled again.',
  logUrl: null,
  requestSent: 'no',
};

/** Accounts and keys, in SQL. Secrets go in sealed and come out opened. */
export class SqlAccountStore implements AccountStore {
  constructor(private readonly context: StoreContext) {}

  async list(): Promise<AccountSettings[]> {
    return (await listAccountRows(this.context.db)).map(toAccountSettings);
  }

  async find(id: string): Promise<AccountSettings | null> {
    const row = await findAccountRow(this.context.db, id);
    return row && toAccountSettings(row);
  }

  create(account: NewAccount, by?: Actor): Promise<AccountSettings | null> {
    return this.#changing(async (tx) => {
      const row = await insertStoredAccount(tx, account);
      if (row === null) return null;
      await this.#assertOwnWebhookSecret(tx, row.id, account.webhookSecret);
      const details = { region: account.region, ...describeChanges(account) };
      recordAction(tx, by, { action: 'account.create', ...aboutAccount(row.id), details });
      return toAccountSettings(row);
    });
  }

  async update(id: string, changes: AccountChanges, by?: Actor): Promise<AccountSettings | null> {
    const updated = await this.#changing(async (tx) => {
      const row = await updateStoredAccount(tx, id, changes);
      if (row === null) return null;
      await this.#assertOwnWebhookSecret(tx, id, changes.webhookSecret);
      const details = describeChanges(changes);
      recordAction(tx, by, { action: 'account.update', ...aboutAccount(id), details });
      if (changes.isEnabled === false) await this.#hold(tx, id);
      if (changes.komboApiKey !== undefined) await probeAccountNow(tx, id);
      return toAccountSettings(row);
    });
    if (updated !== null && changes.isEnabled === true) await releaseAccount(this.context, id);
    return updated;
  }

  async delete(id: string, by?: Actor): Promise<'deleted' | 'in_use' | 'not_found'> {
    try {
      return await this.#changing(async (tx) => {
        if (await hasDeliveries(tx, id)) return 'in_use';
        if (!(await deleteStoredAccount(tx, id))) return 'not_found';
        recordAction(tx, by, { action: 'account.delete', ...aboutAccount(id) });
        return 'deleted';
      });
    } catch (error) {
      // Accepted just now, or something else of it is kept.
      if (isForeignKeyViolation(error)) return 'in_use';
      throw error;
    }
  }

  async listAccess(): Promise<AccountAccess[]> {
    const { db } = this.context;
    return (await listStoredRows(db)).flatMap((row) =>
      this.#unlessUnopenable(row.id, () => toAccountAccess(row, db.vault)),
    );
  }

  async listWebhookSecrets(): Promise<{ accountId: string; secret: string }[]> {
    const { db } = this.context;
    return (await listStoredRows(db)).flatMap(({ id, webhook_secret }) =>
      webhook_secret === null
        ? []
        : this.#unlessUnopenable(id, () => ({
            accountId: id,
            secret: db.vault.open(placeOfWebhookSecret(id), webhook_secret),
          })),
    );
  }

  createKey(key: NewApiKey, by?: Actor): Promise<ApiKey | null> {
    return this.#changing(async (tx) => {
      const row = await insertApiKey(tx, newDeliveryId(), key);
      if (row === null) return null;
      const { accountId, name, scope, integrations, expiresAt } = key;
      recordAction(tx, by, {
        action: 'api_key.create',
        ...{ accountId, subject: row.id },
        details: { name, scope, integrations, expires_at: expiresAt },
      });
      return toApiKey(row);
    });
  }

  async listKeys(accountId: string): Promise<ApiKey[]> {
    return (await listApiKeys(this.context.db, accountId)).map(toApiKey);
  }

  async revokeKey(accountId: string, keyId: string, by?: Actor): Promise<ApiKey | null> {
    if (!isDeliveryId(keyId)) return null;
    return this.#changing(async (tx) => {
      const row = await revokeApiKey(tx, accountId, keyId);
      if (row === null) return null;
      const details = { name: row.name };
      recordAction(tx, by, { action: 'api_key.revoke', accountId, subject: keyId, details });
      return toApiKey(row);
    });
  }

  findKeys(hashes: readonly string[]): Promise<ReadonlyMap<string, KnownKey>> {
    return findApiKeysByHash(this.context.db, hashes);
  }

  recordUses(uses: ReadonlyMap<string, Date>): Promise<void> {
    return updateLastUses(this.context.db, 'api_keys', uses);
  }

  /** Compared after it was written: whoever waits for the lock then sees what the other one has written. */
  async #assertOwnWebhookSecret(
    tx: Transaction,
    accountId: string,
    secret: string | null | undefined,
  ): Promise<void> {
    if (secret === null || secret === undefined) return;
    await lockWebhookSecrets(tx);
    for (const { id, webhook_secret: sealed } of await listAccountRows(tx)) {
      if (id === accountId || sealed === null) continue;
      const others = this.#unlessUnopenable(id, () =>
        tx.vault.open(placeOfWebhookSecret(id), sealed),
      );
      if (others.includes(secret)) throw new WebhookSecretTakenError();
    }
  }

  /** One account whose secret cannot be opened must not keep the others from working. */
  #unlessUnopenable<T>(accountId: string, open: () => T): T[] {
    try {
      return [open()];
    } catch (error) {
      if (!(error instanceof UnopenableError)) throw error;
      this.context.log.error({ accountId, err: error }, 'a secret cannot be opened');
      return [];
    }
  }

  /** Runs a change in a transaction that tells all processes of it. */
  #changing<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const { db, news } = this.context;
    return db.transaction(async (tx) => {
      const result = await work(tx);
      await news.announce(tx, { accounts: true });
      return result;
    });
  }

  /** Keeps everything of an account from going out, in the way a refused key does. */
  async #hold(tx: Transaction, accountId: string): Promise<void> {
    await pauseAccount(tx, accountId, DISABLED, await transactionTime(tx), null);
    await parkWaiting(tx, { accountId, integrationId: null }, 'account_broken', DISABLED);
    await this.context.news.announce(tx, { deliveryIds: 'many' });
  }
}

const aboutAccount = (id: string) => ({ accountId: id, subject: id });

/** Settings for the record; of secrets only that they were set. */
function describeChanges(changes: AccountChanges): Record<string, unknown> {
  const { name, baseUrl, komboApiKey, webhookSecret, onUnknown, limits, isEnabled } = changes;
  return {
    ...(name !== undefined && { name }),
    ...(baseUrl !== undefined && { base_url: baseUrl }),
    ...(komboApiKey !== undefined && { kombo_api_key: 'set' }),
    ...(webhookSecret !== undefined && {
      webhook_secret: webhookSecret === null ? 'removed' : 'set',
    }),
    ...(onUnknown !== undefined && { on_unknown: onUnknown }),
    ...(limits !== undefined && {
      limits: { concurrency: limits.concurrencyLimit, rate: limits.rate },
    }),
    ...(isEnabled !== undefined && { is_enabled: isEnabled }),
  };
}
