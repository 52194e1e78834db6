import type { Queryable, Transaction } from '../engine/database.js';
import type { DeliveryRow } from '../rows/delivery-row.js';
import { areTextsStale, isAnyAttemptStale, jsonPrefixOf } from './sealed-texts.js';

/** A delivery whose body, content hash or texts are not as they should be. */
export type StaleDelivery = Pick<
  DeliveryRow,
  'id' | 'body' | 'content_hash' | 'last_details' | 'warnings'
>;

/**
 * Plain, or sealed with another key than `$n`; compared as text, since a body may hold what PostgreSQL
 * cannot decode. Content hashes that are not keyed count too.
 */
const isStale = (prefix: string) =>
  `((body is not null and not starts_with(body::text, ${prefix}) and body::text <> 'null')
    or not starts_with(content_hash, 'k:') or ${areTextsStale('last_details', prefix)})`;

/** The next `limit` deliveries by id, whatever they hold: where a round ends. Empty: there are no more. */
export async function nextDeliveryIds(
  db: Queryable,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select id from result_links.deliveries
      where $1::uuid is null or id > $1 order by id limit $2`,
    [after, limit],
  );
  return rows.map((row) => row.id);
}

/** Locks those of the deliveries that are stale. */
export async function lockStale(
  tx: Transaction,
  ids: readonly string[],
  keyId: string,
): Promise<StaleDelivery[]> {
  const { rows } = await tx.query<StaleDelivery>(
    `select id, body, content_hash, last_details, warnings from result_links.deliveries
      where id = any($1::uuid[]) and ${isStale('$2')}
      order by id for no key update`,
    [ids, jsonPrefixOf(keyId)],
  );
  return rows;
}

/** Whether any delivery or attempt is stale. Reads them all. */
export async function isAnyStale(db: Queryable, keyId: string): Promise<boolean> {
  const { rows } = await db.query(
    `select 1 from result_links.deliveries where ${isStale('$1')} limit 1`,
    [jsonPrefixOf(keyId)],
  );
  return rows.length > 0 || isAnyAttemptStale(db, keyId);
}

/** Writes bodies, details, warnings (JSON; `null`: none) and content hashes. */
export async function writeSealed(
  tx: Transaction,
  deliveries: readonly {
    id: string;
    body: string | null;
    contentHash: string;
    details: string | null;
    warnings: string;
  }[],
): Promise<void> {
  await tx.query(
    `update result_links.deliveries d
        set body = s.body::json, content_hash = s.content_hash, last_details = s.details::json,
            warnings = s.warnings::json
       from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[])
         as s(id, body, content_hash, details, warnings)
      where d.id = s.id`,
    [
      deliveries.map(({ id }) => id),
      deliveries.map(({ body }) => body),
      deliveries.map(({ contentHash }) => contentHash),
      deliveries.map(({ details }) => details),
      deliveries.map(({ warnings }) => warnings),
    ],
  );
}
