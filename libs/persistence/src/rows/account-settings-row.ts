import type { AccountAccess, AccountSettings } from '@result-links/delivery';
import { UnopenableError } from '../vault/sealed.js';
import type { Vault } from '../vault/vault.js';

/** The columns of `result_links.accounts` that an administrator sets. */
export interface AccountSettingsRow {
  id: string;
  name: string | null;
  source: AccountSettings['source'];
  region: AccountSettings['region'];
  base_url: string | null;
  kombo_api_key: string | null;
  webhook_secret: string | null;
  on_unknown: AccountSettings['onUnknown'];
  concurrency_limit: number | null;
  rate_count: number | null;
  rate_window_ms: number | null;
  is_enabled: boolean;
  /** A bigint, which node-postgres returns as text. */
  revision: string;
  created_at: Date;
  updated_at: Date;
}

/** Without the secrets. */
export function toAccountSettings(row: AccountSettingsRow): AccountSettings {
  const { rate_count: count, rate_window_ms: windowMs } = row;
  return {
    id: row.id,
    name: row.name,
    source: row.source,
    region: row.region,
    baseUrl: row.base_url,
    hasWebhookSecret: row.webhook_secret !== null,
    onUnknown: row.on_unknown,
    limits: {
      concurrencyLimit: row.concurrency_limit,
      rate: count === null || windowMs === null ? null : { count, windowMs },
    },
    isEnabled: row.is_enabled,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** How to reach Kombo for a stored account. @throws UnopenableError */
export function toAccountAccess(row: AccountSettingsRow, vault: Vault): AccountAccess {
  const { kombo_api_key } = row;
  if (row.region === null || kombo_api_key === null) {
    throw new Error(`account ${row.id} is none of those that are stored`);
  }
  return {
    accountId: row.id,
    region: row.region,
    baseUrl: row.base_url,
    komboApiKey: openKomboKey({ ...row, kombo_api_key }, vault).komboApiKey,
    revision: Number(row.revision),
  };
}

/** Where an account's Kombo key is kept, for sealing: the address it may be sent to is authenticated with it. */
export function placeOfKomboKey({
  id,
  region,
  base_url,
}: Pick<AccountSettingsRow, 'id' | 'region' | 'base_url'>): string {
  return `${unboundPlaceOf(id)} ${JSON.stringify([region, base_url])}`;
}

const unboundPlaceOf = (accountId: string) => `accounts.kombo_api_key ${accountId}`;

/**
 * The Kombo key of an account, and whether it is bound to the address. Keys that an earlier release has stored
 * are not, until they are encrypted again.
 *
 * @throws UnopenableError also when the address was changed in the database
 */
export function openKomboKey(
  row: Pick<AccountSettingsRow, 'id' | 'region' | 'base_url'> & { kombo_api_key: string },
  vault: Vault,
): { komboApiKey: string; isBound: boolean } {
  try {
    return { komboApiKey: vault.open(placeOfKomboKey(row), row.kombo_api_key), isBound: true };
  } catch (error) {
    if (!(error instanceof UnopenableError && error.isDamaged)) throw error;
    return { komboApiKey: vault.open(unboundPlaceOf(row.id), row.kombo_api_key), isBound: false };
  }
}

/** Where an account's webhook secret is kept, likewise. */
export function placeOfWebhookSecret(accountId: string): string {
  return `accounts.webhook_secret ${accountId}`;
}
