import type { ApiKey } from '@result-links/delivery';

/** A row of `result_links.api_keys` as node-postgres returns it. */
export interface ApiKeyRow {
  id: string;
  account_id: string;
  name: string;
  hint: string;
  scope: ApiKey['scope'];
  integrations: string[] | null;
  created_at: Date;
  expires_at: Date | null;
  revoked_at: Date | null;
  last_used_at: Date | null;
}

/** Field by field; the hash stays inside. */
export function toApiKey(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    hint: row.hint,
    scope: row.scope,
    integrations: row.integrations,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
  };
}
