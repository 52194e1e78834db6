import {
  isDeliveryId,
  newDeliveryId,
  type Actor,
  type AdminKey,
  type AdminKeyStore,
  type NewAdminKey,
} from '@result-links/delivery';
import {
  findAdminKeysByHash,
  hasUsableAdminKey,
  insertAdminKey,
  listAdminKeys,
  revokeAdminKey,
} from '../statements/admin-keys.js';
import { updateLastUses } from '../statements/api-keys.js';
import { recordAction } from '../statements/audit-records.js';
import type { StoreContext } from './context.js';

/** Named admin keys, in SQL. */
export class SqlAdminKeyStore implements AdminKeyStore {
  constructor(private readonly context: StoreContext) {}

  list(): Promise<AdminKey[]> {
    return listAdminKeys(this.context.db);
  }

  create(newKey: NewAdminKey, by?: Actor): Promise<AdminKey> {
    const { db, news } = this.context;
    return db.transaction(async (tx) => {
      const key = await insertAdminKey(tx, newDeliveryId(), newKey);
      recordAction(tx, by, {
        action: 'admin_key.create',
        ...{ accountId: null, subject: key.id },
        details: { name: key.name, scope: key.scope, expires_at: key.expiresAt },
      });
      await news.announce(tx, { accounts: true });
      return key;
    });
  }

  async revoke(id: string, by?: Actor): Promise<AdminKey | null> {
    if (!isDeliveryId(id)) return null;
    const { db, news } = this.context;
    return db.transaction(async (tx) => {
      const key = await revokeAdminKey(tx, id);
      if (key === null) return null;
      recordAction(tx, by, {
        action: 'admin_key.revoke',
        ...{ accountId: null, subject: id, details: { name: key.name } },
      });
      await news.announce(tx, { accounts: true });
      return key;
    });
  }

  findKeys(hashes: readonly string[]): Promise<ReadonlyMap<string, AdminKey>> {
    return findAdminKeysByHash(this.context.db, hashes);
  }

  recordUses(uses: ReadonlyMap<string, Date>): Promise<void> {
    return updateLastUses(this.context.db, 'admin_keys', uses);
  }

  hasUsable(): Promise<boolean> {
    return hasUsableAdminKey(this.context.db);
  }
}
