import type { KnownKey, NewApiKey } from '@result-links/delivery';
import type { Queryable } from '../engine/database.js';
import { toApiKey, type ApiKeyRow } from '../rows/api-key-row.js';

/** Keeps a key; `null`: there is no such account. */
export async function insertApiKey(
  db: Queryable,
  id: string,
  key: NewApiKey,
): Promise<ApiKeyRow | null> {
  const { rows } = await db.query<ApiKeyRow>(
    `insert into result_links.api_keys
       (id, account_id, name, hash, hint, scope, integrations, expires_at)
     select $1, id, $3, $4, $5, $6, $7, $8 from result_links.accounts where id = $2
     returning *`,
    [id, key.accountId, key.name, key.hash, key.hint, key.scope, key.integrations, key.expiresAt],
  );
  return rows[0] ?? null;
}

/** Newest first: ids sort by time. */
export async function listApiKeys(db: Queryable, accountId: string): Promise<ApiKeyRow[]> {
  const { rows } = await db.query<ApiKeyRow>(
    'select * from result_links.api_keys where account_id = $1 order by id desc',
    [accountId],
  );
  return rows;
}

export async function revokeApiKey(
  db: Queryable,
  accountId: string,
  keyId: string,
): Promise<ApiKeyRow | null> {
  const { rows } = await db.query<ApiKeyRow>(
    `update result_links.api_keys set revoked_at = coalesce(revoked_at, clock_timestamp())
      where id = $2 and account_id = $1 returning *`,
    [accountId, keyId],
  );
  return rows[0] ?? null;
}

/** Keys by their hash; unknown ones are left out. */
export async function findApiKeysByHash(
  db: Queryable,
  hashes: readonly string[],
): Promise<Map<string, KnownKey>> {
  const { rows } = await db.query<ApiKeyRow & { hash: string; is_enabled: boolean }>(
    `select k.*, a.is_enabled
       from result_links.api_keys k join result_links.accounts a on a.id = k.account_id
      where k.hash = any($1::text[])`,
    [hashes],
  );
  return new Map(
    rows.map((row) => [row.hash, { ...toApiKey(row), isAccountEnabled: row.is_enabled }]),
  );
}

/** Moves forward when keys were last used; never back, so replicas may write in any order. */
export async function updateLastUses(
  db: Queryable,
  table: 'api_keys' | 'admin_keys',
  uses: ReadonlyMap<string, Date>,
): Promise<void> {
  await db.query(
    `update result_links.${table} k
        set last_used_at = greatest(k.last_used_at, u.at)
       from unnest($1::uuid[], $2::timestamptz[]) as u(id, at)
      where k.id = u.id`,
    [[...uses.keys()], [...uses.values()]],
  );
}
