import type { AcceptInput, Delivery } from '@result-links/delivery';
import type { Queryable, Transaction } from '../engine/database.js';
import { toDelivery, type DeliveryRow } from '../rows/delivery-row.js';

/** How many earlier deliveries of one content are looked at; more of them only ever failed. */
const EARLIER_BY_CONTENT = 50;

/**
 * Makes requests with the same key or the same content take turns until the end of the transaction,
 * also between replicas: whoever comes second finds the first one's delivery.
 */
export async function lockRequest(
  tx: Transaction,
  { accountId, idempotencyKey, contentHash }: AcceptInput,
): Promise<void> {
  // Keys first, contents second, always: the order keeps two requests from waiting for each other.
  const names = [`content ${accountId} ${contentHash}`];
  if (idempotencyKey !== null) names.unshift(`key ${accountId} ${idempotencyKey}`);
  await tx.query(
    `select pg_advisory_xact_lock(hashtextextended(name, 0)) from unnest($1::text[]) as name`,
    [names],
  );
}

/** The delivery that used the key before. */
export async function findByIdempotencyKey(
  db: Queryable,
  accountId: string,
  idempotencyKey: string,
): Promise<Delivery[]> {
  const { rows } = await db.query<DeliveryRow>(
    'select * from result_links.deliveries where account_id = $1 and idempotency_key = $2',
    [accountId, idempotencyKey],
  );
  return rows.map((row) => toDelivery(row, db.vault));
}

/** Deliveries with the content that may stand for a new request, newest first. */
export async function findByContent(
  db: Queryable,
  accountId: string,
  contentHash: string,
): Promise<Delivery[]> {
  const { rows } = await db.query<DeliveryRow>(
    `select * from result_links.deliveries
      where account_id = $1 and content_hash = any($2) and state not in ('failed', 'cancelled')
      order by id desc limit ${EARLIER_BY_CONTENT}`,
    [accountId, db.vault.contentHashesInColumn(contentHash)],
  );
  return rows.map((row) => toDelivery(row, db.vault));
}

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

/** A delivery to keep. */
export interface NewDelivery extends AcceptInput {
  id: string;
  acceptedAt: Date;
  state: 'queued' | 'parked';
  /** Its queue job; `null` for a parked one. */
  jobId: string | null;
}

export async function insertDelivery(tx: Transaction, input: NewDelivery): Promise<Delivery> {
  const { rows } = await tx.query<DeliveryRow>(
    `insert into result_links.deliveries
       (id, account_id, integration_id, target_type, target_id, body, content_hash, idempotency_key,
        state, job_id, accepted_at, updated_at, next_attempt_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, case when $9 = 'queued' then ${PRESENT} end)
     returning *`,
    [
      input.id,
      input.accountId,
      input.integrationId,
      input.target.type,
      input.target.id,
      tx.vault.bodyToColumn(input.id, input.body),
      tx.vault.contentHashToColumn(input.contentHash),
      input.idempotencyKey,
      input.state,
      input.jobId,
      input.acceptedAt,
    ],
  );
  return toDelivery(rows[0] as DeliveryRow, tx.vault);
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

/** Of the deliveries whose current job is the given one, locks those and returns their ids. */
export async function lockDeliveriesOfJobs(
  tx: Transaction,
  jobs: readonly { id: string; deliveryId: string }[],
): Promise<Set<string>> {
  const { rows } = await tx.query<{ id: string }>(
    `select d.id
       from result_links.deliveries d
       join unnest($1::uuid[], $2::uuid[]) as j(delivery_id, job_id)
         on d.id = j.delivery_id and d.job_id = j.job_id
      where d.state in ('queued', 'retrying')
      order by d.id
      for update of d`,
    [jobs.map((job) => job.deliveryId), jobs.map((job) => job.id)],
  );
  return new Set(rows.map((row) => row.id));
}

/** Turns waiting deliveries (locked) into ones whose next attempt is under way. */
export async function markDelivering(tx: Transaction, ids: readonly string[]): Promise<Delivery[]> {
  const { rows } = await tx.query<DeliveryRow>(
    `update result_links.deliveries
        set state = 'delivering', attempt_count = attempt_count + 1, next_attempt_at = null,
            job_id = null, updated_at = clock_timestamp()
      where id = any($1::uuid[]) and state in ('queued', 'retrying')
      returning *`,
    [ids],
  );
  return rows.map((row) => toDelivery(row, tx.vault));
}

/** Writes what may change about a delivery (locked), and its job. */
export async function updateDelivery(
  tx: Transaction,
  delivery: Delivery,
  jobId: string | null,
): Promise<void> {
  await tx.query(
    `update result_links.deliveries
        set state = $2, counted_attempts = $3, throttled_in_a_row = $4, next_attempt_at = $5,
            last_outcome = $6, last_details = $7, error_code = $8, warnings = $9, updated_at = $10,
            job_id = $11
      where id = $1`,
    [
      delivery.id,
      delivery.state,
      delivery.countedAttempts,
      delivery.throttledInARow,
      delivery.nextAttemptAt,
      delivery.lastOutcome,
      delivery.lastDetails && JSON.stringify(delivery.lastDetails),
      delivery.lastDetails?.code ?? null,
      JSON.stringify(delivery.warnings),
      delivery.updatedAt,
      jobId,
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
