import type { Queryable, Transaction } from '../engine/database.js';

/** A key that something may be sealed with. */
export interface SealingKeyRow {
  key_id: string;
  content_key: string;
}

export async function listSealingKeys(db: Queryable): Promise<SealingKeyRow[]> {
  const { rows } = await db.query<SealingKeyRow>(
    'select key_id, content_key from result_links.sealing_keys order by created_at, key_id',
  );
  return rows;
}

export async function insertSealingKey(
  tx: Transaction,
  keyId: string,
  contentKey: string,
): Promise<void> {
  await tx.query('insert into result_links.sealing_keys (key_id, content_key) values ($1, $2)', [
    keyId,
    contentKey,
  ]);
}

export async function deleteSealingKeysExcept(tx: Transaction, keyId: string): Promise<void> {
  await tx.query('delete from result_links.sealing_keys where key_id <> $1', [keyId]);
}
