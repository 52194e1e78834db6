import type { Queryable, Transaction } from '../engine/database.js';
import type { AttemptRow } from '../rows/attempt-row.js';

/** An attempt whose texts are not as they should be. */
export type StaleAttempt = Pick<AttemptRow, 'delivery_id' | 'number' | 'details' | 'warnings'>;

/** What a sealed value starts with in a column of JSON. */
export const jsonPrefixOf = (keyId: string) => `"sealed:${keyId}:`;

/**
 * Whether texts beside `warnings` are plain, or sealed with a key whose values don't begin with `prefix`. Compared
 * as text, since a text may hold what PostgreSQL cannot decode; quotes within a text are escaped there.
 */
export const areTextsStale = (details: string, prefix: string) =>
  `((strpos(${details}::text, '"sealed":') > 0 and strpos(${details}::text, '"sealed":' || ${prefix}::text) = 0)
    or ((${details}::text ~ '"(title|message|logUrl)":"' or warnings::text <> '[]')
        and strpos(${details}::text, '"requestSent":"no"') = 0))`;

/** Locks attempts of the deliveries (locked) whose texts are stale. */
export async function lockStaleAttempts(
  tx: Transaction,
  deliveryIds: readonly string[],
  keyId: string,
): Promise<StaleAttempt[]> {
  const { rows } = await tx.query<StaleAttempt>(
    `select delivery_id, number, details, warnings from result_links.attempts
      where delivery_id = any($1::uuid[]) and ${areTextsStale('details', '$2')}
      order by delivery_id, number for no key update`,
    [deliveryIds, jsonPrefixOf(keyId)],
  );
  return rows;
}

/** Whether the texts of any attempt are stale. Reads them all. */
export async function isAnyAttemptStale(db: Queryable, keyId: string): Promise<boolean> {
  const { rows } = await db.query(
    `select 1 from result_links.attempts where ${areTextsStale('details', '$1')} limit 1`,
    [jsonPrefixOf(keyId)],
  );
  return rows.length > 0;
}

/** Writes details and warnings (JSON) of attempts. */
export async function writeTexts(
  tx: Transaction,
  attempts: readonly {
    deliveryId: string;
    number: number;
    details: string | null;
    warnings: string;
  }[],
): Promise<void> {
  await tx.query(
    `update result_links.attempts a
        set details = t.details::json, warnings = t.warnings::json
       from unnest($1::uuid[], $2::int[], $3::text[], $4::text[])
         as t(delivery_id, number, details, warnings)
      where a.delivery_id = t.delivery_id and a.number = t.number`,
    [
      attempts.map(({ deliveryId }) => deliveryId),
      attempts.map(({ number }) => number),
      attempts.map(({ details }) => details),
      attempts.map(({ warnings }) => warnings),
    ],
  );
}
