import type { Queryable, Transaction } from '../engine/database.js';

/** A text column with sealed values, in a table with the key `id`. */
export interface SealedColumn {
  table: string;
  column: string;
}

/** The Kombo keys of accounts, which are also bound to an address. */
export const KOMBO_KEYS: SealedColumn = { table: 'accounts', column: 'kombo_api_key' };

/**
 * Every column of secrets; its values are sealed for the place `table.column id`, those of {@link KOMBO_KEYS} for
 * the address as well. Rotation goes through
 * these, so a new secret has to be listed here. (Bodies are a matter of their own, see `sealed-bodies.ts`.)
 */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  KOMBO_KEYS,
  { table: 'accounts', column: 'webhook_secret' },
  { table: 'webhook_endpoints', column: 'secret' },
  { table: 'webhook_endpoints', column: 'previous_secret' },
];

/** Locks the values that another key than `keyId` has sealed. */
export async function lockValuesOfOtherKeys(
  tx: Transaction,
  { table, column }: SealedColumn,
  keyId: string,
): Promise<{ id: string; value: string }[]> {
  const { rows } = await tx.query<{ id: string; value: string }>(
    `select id, ${column} as value from result_links.${table}
      where ${column} is not null and not starts_with(${column}, $1)
      order by id for no key update`,
    [`sealed:${keyId}:`],
  );
  return rows;
}

export async function writeSealedValue(
  db: Queryable,
  { table, column }: SealedColumn,
  id: string,
  value: string,
): Promise<void> {
  await db.query(`update result_links.${table} set ${column} = $2 where id = $1`, [id, value]);
}
