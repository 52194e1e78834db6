import {
  ADMIN_KEY_PREFIX,
  type Actor,
  type AdminKey,
  type AdminKeyStore,
  type NewAdminKey,
} from '@result-links/delivery';
import { KEY_CACHE_MS, KeyDirectory, type KeyDirectoryOptions } from './key-directory.js';

/** What an {@link AdminKeyDirectory} works with. */
export type AdminKeyDirectoryOptions = Omit<KeyDirectoryOptions<AdminKey>, 'prefix' | 'store'> & {
  store: Pick<AdminKeyStore, 'findKeys' | 'recordUses' | 'hasUsable'>;
};

/** Knows the named admin keys. */
export class AdminKeyDirectory extends KeyDirectory<AdminKey> {
  readonly #store: AdminKeyDirectoryOptions['store'];
  #usable: { isThere: Promise<boolean>; readAtMs: number } | null = null;

  constructor(options: AdminKeyDirectoryOptions) {
    super({ ...options, prefix: ADMIN_KEY_PREFIX });
    this.#store = options.store;
  }

  /**
   * Whether there is a key that is neither revoked nor expired; asks the database every {@link KEY_CACHE_MS}.
   *
   * @throws DatabaseUnavailableError
   */
  hasUsable(): Promise<boolean> {
    const nowMs = this.options.clock.monotonicMs();
    if (this.#usable === null || nowMs - this.#usable.readAtMs >= KEY_CACHE_MS) {
      const usable = { isThere: this.#store.hasUsable(), readAtMs: nowMs };
      usable.isThere.catch(() => this.#usable === usable && (this.#usable = null));
      this.#usable = usable;
    }
    return this.#usable.isThere;
  }

  override forget(): void {
    super.forget();
    this.#usable = null;
  }
}

/** The store for those who change admin keys in this process, which forgets them with a change at once. */
export function adminKeysOf(store: AdminKeyStore, directory: AdminKeyDirectory) {
  const taken = async <T>(change: Promise<T>): Promise<T> => {
    const result = await change;
    directory.forget();
    return result;
  };
  return {
    directory,
    list: () => store.list(),
    create: (key: NewAdminKey, by?: Actor) => taken(store.create(key, by)),
    revoke: (id: string, by?: Actor) => taken(store.revoke(id, by)),
  };
}
