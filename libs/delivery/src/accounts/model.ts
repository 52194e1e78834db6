import type { KomboRegion } from '@result-links/kombo-client';

/** What a key may do; `write` includes `read`. */
export type KeyScope = 'read' | 'write';

/** Who a request comes from: what the API key it presented stands for. */
export interface Principal {
  accountId: string;
  /** Id of the key, never the key itself: for logs, limits and audit. */
  keyId: string;
  keyName: string;
  scope: KeyScope;
  /** The only integrations the key may touch; `null`: all of the account. */
  integrations: readonly string[] | null;
}

/** Limits of an account's integrations; `null`: the service's own. */
export interface AccountLimits {
  /** Attempts in flight per integration until Kombo's `Concurrency-Limit` says otherwise. */
  concurrencyLimit: number | null;
  /** At most so many writes in so many milliseconds per integration, in place of the service's rate. */
  rate: { count: number; windowMs: number } | null;
}

/** A Kombo environment as an administrator sees it. Its secrets are not among what can be read. */
export interface AccountSettings {
  /** Chosen by the administrator: small letters, digits, `-` and `_`. */
  id: string;
  name: string | null;
  /** `environment`: its settings are this process's environment; `stored`: they are rows here. */
  source: 'environment' | 'stored';
  /** Where its data lives. Never changes: another region is another account. */
  region: KomboRegion | null;
  /** Overrides the region's address, see `assertRegionOf`; `null`: Kombo itself. */
  baseUrl: string | null;
  hasWebhookSecret: boolean;
  onUnknown: 'hold' | 'retry';
  limits: AccountLimits;
  /** A disabled account is let in by no key and sends nothing; what it has accepted waits. */
  isEnabled: boolean;
  createdAt: Date;
  updatedAt: Date;
}

/** An account to keep. */
export interface NewAccount {
  id: string;
  name: string | null;
  region: KomboRegion;
  baseUrl: string | null;
  komboApiKey: string;
  webhookSecret: string | null;
  onUnknown: 'hold' | 'retry';
  limits: AccountLimits;
}

/** What of an account may change; absent: stays as it is. */
export type AccountChanges = Partial<
  Omit<NewAccount, 'id' | 'region' | 'limits'> & { limits: AccountLimits; isEnabled: boolean }
>;

/** How Kombo is reached for an enabled, stored account. Secret: not to be logged or shown. */
export interface AccountAccess {
  accountId: string;
  region: KomboRegion;
  baseUrl: string | null;
  komboApiKey: string;
  /** Grows with every change of the account. */
  revision: number;
}

/** One of our API keys, without the key. */
export interface ApiKey {
  /** UUID v7. */
  id: string;
  accountId: string;
  /** What it is for, in its owner's words. */
  name: string;
  /** The last four characters of the key, to tell keys apart. */
  hint: string;
  scope: KeyScope;
  integrations: readonly string[] | null;
  createdAt: Date;
  /** `null`: never. */
  expiresAt: Date | null;
  revokedAt: Date | null;
  /** To the minute; `null`: not yet. */
  lastUsedAt: Date | null;
}
