import { withoutTexts, type Delivery } from '@result-links/delivery';
import type { Queryable, Transaction } from '../engine/database.js';
import { toDelivery, type DeliveryRow } from '../rows/delivery-row.js';
import { placeOfLastTexts, textsToColumns } from '../vault/sealed-texts.js';

/** Everything but the content of the body: an empty object stands for it, `null` for an erased one. */
const COLUMNS_WITHOUT_BODY = `d.id, d.account_id, d.integration_id, d.target_type, d.target_id,
  case when d.body is not null then '{}'::json end as body, d.content_hash, d.idempotency_key, d.state, d.attempt_count, d.counted_attempts,
  d.throttled_in_a_row, d.next_attempt_at, d.last_outcome, d.last_details, d.warnings, d.accepted_at,
  d.updated_at`;

/**
 * The time of the transaction for columns that hold milliseconds. Cut off, since they round: up to half
 * a millisecond ahead, "due now" would not be due yet.
 */
export const PRESENT = `date_trunc('milliseconds', now())`;

/** The time of the transaction by the database's clock. */
export async function transactionTime(tx: Transaction): Promise<Date> {
  const { rows } = await tx.query<{ now: Date }>(`select ${PRESENT} as now`);
  return (rows[0] as { now: Date }).now;
}

export async function findDelivery(
  db: Queryable,
  accountId: string,
  id: string,
): Promise<Delivery | null> {
  const { rows } = await db.query<DeliveryRow>(
    'select * from result_links.deliveries where id = $1 and account_id = $2',
    [id, accountId],
  );
  return rows[0] ? toDelivery(rows[0], db.vault) : null;
}

export async function findDeliveries(db: Queryable, ids: readonly string[]): Promise<Delivery[]> {
  const { rows } = await db.query<DeliveryRow>(
    'select * from result_links.deliveries where id = any($1::uuid[])',
    [ids],
  );
  return rows.map((row) => toDelivery(row, db.vault));
}

/** Locks one delivery. */
export async function lockDelivery(tx: Transaction, id: string): Promise<Delivery | null> {
  const { rows } = await tx.query<DeliveryRow>(
    'select * from result_links.deliveries where id = $1 for update',
    [id],
  );
  return rows[0] ? toDelivery(rows[0], tx.vault) : null;
}

/** Locks deliveries, in the order of their ids. What is in their bodies is left out: no rule looks at it. */
export async function lockDeliveries(
  tx: Transaction,
  ids: readonly string[],
): Promise<Map<string, Delivery>> {
  const { rows } = await tx.query<DeliveryRow>(
    `select ${COLUMNS_WITHOUT_BODY} from result_links.deliveries d
      where id = any($1::uuid[]) order by id for update`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, toDelivery(row, tx.vault)]));
}

/** Writes what may change about deliveries (locked). */
export function updateDeliveries(tx: Transaction, deliveries: readonly Delivery[]): void {
  const told = deliveries.map(({ id, lastDetails: details, warnings }) =>
    textsToColumns(tx.vault, placeOfLastTexts(id), { details, warnings }),
  );
  tx.send(
    `update result_links.deliveries d
        set state = new.state, counted_attempts = new.counted_attempts,
            throttled_in_a_row = new.throttled_in_a_row, next_attempt_at = new.next_attempt_at,
            last_outcome = new.last_outcome, last_details = new.last_details::json,
            error_code = new.error_code, warnings = new.warnings::json, updated_at = new.updated_at,
            job_id = null
       from unnest($1::uuid[], $2::text[], $3::int[], $4::int[], $5::timestamptz[], $6::text[],
                   $7::text[], $8::text[], $9::text[], $10::timestamptz[])
         as new (id, state, counted_attempts, throttled_in_a_row, next_attempt_at, last_outcome,
                 last_details, error_code, warnings, updated_at)
      where d.id = new.id`,
    [
      deliveries.map(({ id }) => id),
      deliveries.map(({ state }) => state),
      deliveries.map(({ countedAttempts }) => countedAttempts),
      deliveries.map(({ throttledInARow }) => throttledInARow),
      deliveries.map(({ nextAttemptAt }) => nextAttemptAt),
      deliveries.map(({ lastOutcome }) => lastOutcome),
      told.map(({ details }) => details && JSON.stringify(details)),
      deliveries.map(({ lastDetails }) => lastDetails && withoutTexts(lastDetails).code),
      told.map(({ warnings }) => JSON.stringify(warnings)),
      deliveries.map(({ updatedAt }) => updatedAt),
    ],
  );
}

/** Keeps who moved what by hand. */
export async function insertMove(
  tx: Transaction,
  move: { deliveryId: string; from: string; to: string; note: string },
): Promise<void> {
  await tx.query(
    `insert into result_links.moves (delivery_id, at, from_state, to_state, note)
     values ($1, clock_timestamp(), $2, $3, $4)`,
    [move.deliveryId, move.from, move.to, move.note],
  );
}
