import type { AdminKey, NewAdminKey } from '@result-links/delivery';
import type { Queryable } from '../engine/database.js';

const KEYS = 'result_links.admin_keys';
const COLUMNS = `id, name, hint, scope, created_at as "createdAt", expires_at as "expiresAt",
  revoked_at as "revokedAt", last_used_at as "lastUsedAt"`;

export async function insertAdminKey(
  db: Queryable,
  id: string,
  key: NewAdminKey,
): Promise<AdminKey> {
  const { rows } = await db.query<AdminKey>(
    `insert into ${KEYS} (id, name, hash, hint, scope, expires_at) values ($1, $2, $3, $4, $5, $6)
     returning ${COLUMNS}`,
    [id, key.name, key.hash, key.hint, key.scope, key.expiresAt],
  );
  return rows[0] as AdminKey;
}

/** Newest first: IDs sort by time. */
export async function listAdminKeys(db: Queryable): Promise<AdminKey[]> {
  const { rows } = await db.query<AdminKey>(`select ${COLUMNS} from ${KEYS} order by id desc`);
  return rows;
}

export async function revokeAdminKey(db: Queryable, id: string): Promise<AdminKey | null> {
  const { rows } = await db.query<AdminKey>(
    `update ${KEYS} set revoked_at = coalesce(revoked_at, clock_timestamp())
      where id = $1 returning ${COLUMNS}`,
    [id],
  );
  return rows[0] ?? null;
}

/** Keys by their hash; unknown ones are left out. */
export async function findAdminKeysByHash(
  db: Queryable,
  hashes: readonly string[],
): Promise<Map<string, AdminKey>> {
  const { rows } = await db.query<AdminKey & { hash: string }>(
    `select ${COLUMNS}, hash from ${KEYS} where hash = any($1::text[])`,
    [hashes],
  );
  return new Map(rows.map(({ hash, ...key }) => [hash, key]));
}

export async function hasUsableAdminKey(db: Queryable): Promise<boolean> {
  const { rows } = await db.query(
    `select from ${KEYS}
      where revoked_at is null and (expires_at is null or expires_at > clock_timestamp()) limit 1`,
  );
  return rows.length > 0;
}
