import type { OutcomeDetails } from '@result-links/delivery';
import type { Queryable, Transaction } from '../engine/database.js';

/** Worker of attempts that were open in a backup. It never lives, so they end as those of a crash do. */
const WORKER_OF_BACKUP = 'backup';

const WAITING = `d.state in ('queued', 'retrying', 'parked') and d.accepted_at < $1`;

/** Deliveries that may have been sent after a backup. */
export interface PossiblySent {
  /** In accounts that hold what is unknown: these become `unknown`. */
  held: number;
  /** In accounts that repeat it: these stay as they are, and are sent (again). */
  repeated: number;
  /** An attempt was open in the backup: it is closed as `unknown`. */
  delivering: number;
}

/** Counts open deliveries that were accepted before `acceptedBefore`. */
export async function countPossiblySent(
  db: Queryable,
  acceptedBefore: Date,
): Promise<PossiblySent> {
  const { rows } = await db.query<PossiblySent>(
    `select (count(*) filter (where ${WAITING} and a.on_unknown = 'hold'))::int as held,
            (count(*) filter (where ${WAITING} and a.on_unknown = 'retry'))::int as repeated,
            (count(*) filter (where d.state = 'delivering' and exists (
              select from result_links.attempts t where t.delivery_id = d.id and t.finished_at is null
                 and t.started_at < $1)))::int as delivering
       from result_links.deliveries d join result_links.accounts a on a.id = d.account_id
      where d.state in ('queued', 'retrying', 'parked', 'delivering')`,
    [acceptedBefore],
  );
  return rows[0] as PossiblySent;
}

/** Turns a batch of waiting deliveries into `unknown`. Returns how many. */
export async function makeUnknown(
  tx: Transaction,
  acceptedBefore: Date,
  details: OutcomeDetails,
  limit: number,
): Promise<number> {
  const { rowCount } = await tx.query(
    `with chosen as (
       select d.id, d.state from result_links.deliveries d
         join result_links.accounts a on a.id = d.account_id
        where ${WAITING} and a.on_unknown = 'hold'
        order by d.id limit $3 for update of d
     ), noted as (
       insert into result_links.moves (delivery_id, at, from_state, to_state, note)
       select id, clock_timestamp(), state, 'unknown', 'database restored' from chosen
     )
     update result_links.deliveries d
        set state = 'unknown', next_attempt_at = null, job_id = null, last_outcome = 'unknown',
            last_details = $2, error_code = null, updated_at = clock_timestamp()
       from chosen where d.id = chosen.id`,
    [acceptedBefore, JSON.stringify(details), limit],
  );
  return rowCount;
}

/** Leaves attempts that were open in the backup to the recovery, also those of a worker that still lives. */
export async function orphanAttempts(db: Queryable, startedBefore: Date): Promise<void> {
  await db.query(
    `update result_links.attempts set worker_id = $2
      where finished_at is null and started_at < $1`,
    [startedBefore, WORKER_OF_BACKUP],
  );
}
