import type { Attempt } from '@result-links/delivery';
import type { Queryable, Transaction } from '../engine/database.js';
import { toAttempt, type AttemptRow } from '../rows/attempt-row.js';

/** Writes the intents of attempts: number `attempt_count` of each delivery, by `workerId`. */
export async function insertAttempts(
  tx: Transaction,
  deliveryIds: readonly string[],
  workerId: string,
): Promise<Attempt[]> {
  const { rows } = await tx.query<AttemptRow>(
    `insert into result_links.attempts
       (delivery_id, number, account_id, integration_id, worker_id, started_at)
     select id, attempt_count, account_id, integration_id, $2, clock_timestamp()
       from result_links.deliveries where id = any($1::uuid[])
     returning *`,
    [deliveryIds, workerId],
  );
  return rows.map(toAttempt);
}

/** One attempt; its delivery's row must be locked, which guards it too. */
export async function findAttempt(
  tx: Transaction,
  deliveryId: string,
  number: number,
): Promise<Attempt | null> {
  const { rows } = await tx.query<AttemptRow>(
    'select * from result_links.attempts where delivery_id = $1 and number = $2',
    [deliveryId, number],
  );
  return rows[0] ? toAttempt(rows[0]) : null;
}

/**
 * Writes what an attempt came to.
 *
 * @param closedBy the worker that says so: the attempt's own, or one that took that for dead
 */
export async function updateAttempt(
  tx: Transaction,
  attempt: Attempt,
  closedBy: string,
): Promise<void> {
  await tx.query(
    `update result_links.attempts
        set finished_at = $3, outcome = $4, details = $5, warnings = $6, closed_by = $7
      where delivery_id = $1 and number = $2`,
    [
      attempt.deliveryId,
      attempt.number,
      attempt.finishedAt,
      attempt.outcome,
      JSON.stringify(attempt.details),
      JSON.stringify(attempt.warnings),
      closedBy,
    ],
  );
}

/** All attempts of a delivery, first one first. */
export async function listAttempts(
  db: Queryable,
  accountId: string,
  deliveryId: string,
): Promise<Attempt[]> {
  const { rows } = await db.query<AttemptRow>(
    `select * from result_links.attempts
      where delivery_id = $2 and account_id = $1 order by number`,
    [accountId, deliveryId],
  );
  return rows.map(toAttempt);
}

/** Attempts under way by one worker. */
export async function listOpenAttempts(db: Queryable, workerId: string): Promise<Attempt[]> {
  const { rows } = await db.query<AttemptRow>(
    `select * from result_links.attempts
      where worker_id = $1 and finished_at is null order by started_at`,
    [workerId],
  );
  return rows.map(toAttempt);
}

/** Attempts under way whose worker was silent for `silenceMs` or has signed off, oldest first. */
export async function listOrphanedAttempts(
  db: Queryable,
  silenceMs: number,
  limit: number,
): Promise<Attempt[]> {
  const { rows } = await db.query<AttemptRow>(
    `select a.*
       from result_links.attempts a left join result_links.workers w on w.id = a.worker_id
      where a.finished_at is null
        and (w.id is null or w.seen_at < clock_timestamp() - make_interval(secs => $1::float8 / 1000))
      order by a.started_at
      limit $2`,
    [silenceMs, limit],
  );
  return rows.map(toAttempt);
}
