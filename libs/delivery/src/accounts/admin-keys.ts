import type { Actor } from '../audit/index.js';
import { mintKey, type MintedKey } from './api-keys.js';
import type { ApiKey } from './model.js';

/** What every named admin key begins with. */
export const ADMIN_KEY_PREFIX = 'rla_';

/** A named admin key, without the key itself: opens the admin routes, with the scope `read` only those that read. */
export type AdminKey = Omit<ApiKey, 'accountId' | 'integrations'>;

/** An admin key to keep. */
export type NewAdminKey = Pick<AdminKey, 'name' | 'scope' | 'expiresAt'> & Omit<MintedKey, 'key'>;

/** Makes an admin key. */
export const mintAdminKey = (): MintedKey => mintKey(ADMIN_KEY_PREFIX);

/** Named admin keys. Every change is announced as a change of accounts, see `AccountEvents`. */
export interface AdminKeyStore {
  /** Newest first. */
  list(): Promise<AdminKey[]>;
  create(key: NewAdminKey, by?: Actor): Promise<AdminKey>;
  /** Revokes for good; one that is revoked already stays so. `null`: there is none. */
  revoke(id: string, by?: Actor): Promise<AdminKey | null>;
  /** By hash; unknown keys are left out. */
  findKeys(hashes: readonly string[]): Promise<ReadonlyMap<string, AdminKey>>;
  /** Writes when keys were last used. */
  recordUses(uses: ReadonlyMap<string, Date>): Promise<void>;
  /** Whether a key was created that is neither revoked nor expired. */
  hasUsable(): Promise<boolean>;
}
