import type { Actor } from '../audit/index.js';
import type {
  AccountAccess,
  AccountChanges,
  AccountSettings,
  ApiKey,
  NewAccount,
} from './model.js';
import type { MintedKey } from './api-keys.js';

/** An API key to keep. */
export type NewApiKey = Pick<
  ApiKey,
  'accountId' | 'name' | 'scope' | 'integrations' | 'expiresAt'
> &
  Omit<MintedKey, 'key'>;

/** The address of an account was to change without its Kombo key: a stored key goes to no other address. */
export class KomboKeyRequiredError extends Error {
  readonly code = 'kombo_key_required';
  constructor() {
    super('kombo_api_key must be sent again when base_url changes');
    this.name = 'KomboKeyRequiredError';
  }
}

/** Another account has the webhook secret: a webhook of Kombo could not be told to belong to either. */
export class WebhookSecretTakenError extends Error {
  readonly code = 'webhook_secret_taken';
  constructor() {
    super('webhook_secret is the secret of another account: use the one of this Kombo environment');
    this.name = 'WebhookSecretTakenError';
  }
}

/** A key that was presented, and whether its account lets anybody in. */
export interface KnownKey extends ApiKey {
  isAccountEnabled: boolean;
}

/**
 * Accounts and our keys of them. Every change is told to all processes, see {@link AccountEvents}, and recorded with `by`,
 * see `AuditRecordStore`.
 */
export interface AccountStore {
  /** By id. */
  list(): Promise<AccountSettings[]>;
  find(id: string): Promise<AccountSettings | null>;
  /**
   * `null`: the id is taken.
   *
   * @throws EncryptionKeyMissingError when secrets cannot be sealed
   * @throws WebhookSecretTakenError
   */
  create(account: NewAccount, by?: Actor): Promise<AccountSettings | null>;
  /**
   * Changes a stored account; `null`: there is none. Disabling parks what waits, enabling (or a new Kombo
   * key) lets it go.
   *
   * @throws KomboKeyRequiredError
   * @throws WebhookSecretTakenError
   */
  update(id: string, changes: AccountChanges, by?: Actor): Promise<AccountSettings | null>;
  /** `in_use`: something was accepted for it; it can be disabled. Keys go with it. */
  delete(id: string, by?: Actor): Promise<'deleted' | 'in_use' | 'not_found'>;
  /** How to reach Kombo for every enabled stored account. */
  listAccess(): Promise<AccountAccess[]>;
  /** The webhook secrets of enabled stored accounts that have one. */
  listWebhookSecrets(): Promise<{ accountId: string; secret: string }[]>;

  /** `null`: there is no such account. */
  createKey(key: NewApiKey, by?: Actor): Promise<ApiKey | null>;
  /** Newest first. */
  listKeys(accountId: string): Promise<ApiKey[]>;
  /** Revokes for good; one that is revoked already stays so. `null`: there is none. */
  revokeKey(accountId: string, keyId: string, by?: Actor): Promise<ApiKey | null>;
  /** By hash; unknown keys are left out. */
  findKeys(hashes: readonly string[]): Promise<ReadonlyMap<string, KnownKey>>;
  /** Writes when keys were last used. */
  recordUses(uses: ReadonlyMap<string, Date>): Promise<void>;
}

/** Tells that accounts or keys have changed, also when another process changed them. */
export interface AccountEvents {
  /** Returns the function that ends the subscription. Also called when news may have been missed. */
  onAccounts(listener: () => void): () => void;
}

/** What a round of resealing came to. */
export interface ResealProgress {
  /** Values sealed again in this round. */
  resealed: number;
  /** Where to go on; `null`: that was the last round. */
  next: string | null;
  /** After the last round: whether nothing is left that is plain or sealed with another key. */
  isComplete: boolean;
  /** Id of the key everything is sealed with in the end. */
  keyId: string;
}
