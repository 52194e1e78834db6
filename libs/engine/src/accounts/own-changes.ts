import type { AccountStore } from '@result-links/delivery';

/**
 * The store for those who change accounts in this process: a change is answered once `takeUp` is through,
 * so that this process at least has it at once, whatever becomes of the news about it.
 */
export function withOwnChanges(store: AccountStore, takeUp: () => Promise<void>): AccountStore {
  const takenUp = async <T>(change: Promise<T>): Promise<T> => {
    const result = await change;
    await takeUp();
    return result;
  };
  return {
    list: () => store.list(),
    find: (id) => store.find(id),
    create: (account, by) => takenUp(store.create(account, by)),
    update: (id, changes, by) => takenUp(store.update(id, changes, by)),
    delete: (id, by) => takenUp(store.delete(id, by)),
    listAccess: () => store.listAccess(),
    listWebhookSecrets: () => store.listWebhookSecrets(),
    createKey: (key, by) => takenUp(store.createKey(key, by)),
    listKeys: (accountId) => store.listKeys(accountId),
    revokeKey: (accountId, keyId, by) => takenUp(store.revokeKey(accountId, keyId, by)),
    findKeys: (hashes) => store.findKeys(hashes),
    recordUses: (uses) => store.recordUses(uses),
  };
}
