import type { Attempt } from '@result-links/delivery';
import type { Queryable, Transaction } from '../engine/database.js';
import { toAttempt, type AttemptRow } from '../rows/attempt-row.js';
import { placeOfTexts, textsToColumns } from '../vault/sealed-texts.js';

/** Which attempt. */
export interface AttemptKey {
  deliveryId: string;
  number: number;
}

/** Attempts; the rows of their deliveries must be locked, which guards them too. */
export async function findAttempts(
  tx: Transaction,
  keys: readonly AttemptKey[],
): Promise<Attempt[]> {
  const { rows } = await tx.query<AttemptRow>(
    `select a.* from (select distinct * from unnest($1::uuid[], $2::int[])) as wanted (delivery_id, number)
       join result_links.attempts a
         on a.delivery_id = wanted.delivery_id and a.number = wanted.number`,
    [keys.map(({ deliveryId }) => deliveryId), keys.map(({ number }) => number)],
  );
  return rows.map((row) => toAttempt(row, tx.vault));
}

/** An attempt's end. */
export interface AttemptEnd {
  attempt: Attempt;
  /** The worker that says so: the attempt's own, or one that took that for dead. */
  closedBy: string;
}

/** Writes what attempts came to. */
export function updateAttempts(tx: Transaction, ends: readonly AttemptEnd[]): void {
  if (ends.length === 0) return;
  const told = ends.map(({ attempt }) => textsToColumns(tx.vault, placeOfTexts(attempt), attempt));
  tx.send(
    `update result_links.attempts a
        set finished_at = new.finished_at, outcome = new.outcome, details = new.details::json,
            warnings = new.warnings::json, closed_by = new.closed_by
       from unnest($1::uuid[], $2::int[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[])
         as new (delivery_id, number, finished_at, outcome, details, warnings, closed_by)
      where a.delivery_id = new.delivery_id and a.number = new.number`,
    [
      ends.map(({ attempt }) => attempt.deliveryId),
      ends.map(({ attempt }) => attempt.number),
      ends.map(({ attempt }) => attempt.finishedAt),
      ends.map(({ attempt }) => attempt.outcome),
      told.map(({ details }) => JSON.stringify(details)),
      told.map(({ warnings }) => JSON.stringify(warnings)),
      ends.map(({ closedBy }) => closedBy),
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
  return rows.map((row) => toAttempt(row, db.vault));
}

/** Attempts under way by one worker. */
export async function listOpenAttempts(db: Queryable, workerId: string): Promise<Attempt[]> {
  const { rows } = await db.query<AttemptRow>(
    `select * from result_links.attempts
      where worker_id = $1 and finished_at is null order by started_at`,
    [workerId],
  );
  return rows.map((row) => toAttempt(row, db.vault));
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
  return rows.map((row) => toAttempt(row, db.vault));
}
