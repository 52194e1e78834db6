import { rate, type Delivery, type OutcomeDetails, type Rate } from '@result-links/delivery';
import { BULK_MS, type Queryable, type Transaction } from '../engine/database.js';
import type { IntegrationRow } from '../rows/integration-row.js';
import { PRESENT } from './deliveries.js';

/** An integration with deliveries that wait for their attempt. */
export interface WaitingIntegration {
  row: IntegrationRow;
  isPaused: boolean;
  /** The rate that its account sets; `null`: the service's own, if any. */
  accountRate: Rate | null;
  /** When its first delivery is (or was) due. */
  firstDueAt: Date;
  /** Deliveries due now; not counted further than asked. */
  dueCount: number;
  /** The database's clock. */
  now: Date;
}

/**
 * Every integration with waiting deliveries. Steps from one integration to the next through the index
 * `deliveries_waiting` (a "loose index scan"), so it costs as much as there are integrations with
 * work, whether each has one delivery waiting or 50,000.
 */
export async function listWaitingIntegrations(
  db: Queryable,
  countUpTo: number,
): Promise<WaitingIntegration[]> {
  const { rows } = await db.query<
    IntegrationRow & {
      is_paused: boolean;
      rate_count: number | null;
      rate_window_ms: number | null;
      first_due_at: Date;
      due_count: number;
      now: Date;
    }
  >(
    `with recursive step as (
       (select account_id, integration_id from result_links.deliveries
         where state in ('queued', 'retrying')
         order by account_id, integration_id limit 1)
       union all
       select next.account_id, next.integration_id
         from step cross join lateral (
           select d.account_id, d.integration_id from result_links.deliveries d
            where d.state in ('queued', 'retrying')
              and (d.account_id, d.integration_id) > (step.account_id, step.integration_id)
            order by d.account_id, d.integration_id limit 1) next
     )
     select i.*, a.paused_at is not null as is_paused, a.rate_count, a.rate_window_ms,
            first.due_at as first_due_at, first.due_count, now() as now
       from step
       join result_links.integrations i on i.account_id = step.account_id and i.id = step.integration_id
       join result_links.accounts a on a.id = i.account_id
       cross join lateral (
         select min(few.at) as due_at, least(count(*) filter (where few.at <= now()), $1::int)::int as due_count
           from (select d.next_attempt_at as at from result_links.deliveries d
                  where d.account_id = step.account_id and d.integration_id = step.integration_id
                    and d.state in ('queued', 'retrying')
                  order by d.next_attempt_at limit greatest($1::int, 1)) few) first`,
    [countUpTo],
  );
  return rows.map(
    ({ is_paused, rate_count, rate_window_ms, first_due_at, due_count, now, ...row }) => ({
      row,
      isPaused: is_paused,
      accountRate: toRate(rate_count, rate_window_ms),
      firstDueAt: first_due_at,
      dueCount: due_count,
      now,
    }),
  );
}

function toRate(count: number | null, windowMs: number | null): Rate | null {
  return count === null || windowMs === null ? null : rate((count * 1_000) / windowMs, 1);
}

/**
 * Parks everything that waits for an integration, or for any integration of an account, in one
 * statement, with the reason. Returns how many.
 */
export async function parkWaiting(
  tx: Transaction,
  of: { accountId: string; integrationId: string | null },
  outcome: Delivery['lastOutcome'],
  details: OutcomeDetails,
): Promise<number> {
  const { rowCount } = await tx.query(
    `update result_links.deliveries
        set state = 'parked', next_attempt_at = null, job_id = null, last_outcome = $3,
            last_details = $4, error_code = $5, updated_at = clock_timestamp()
      where account_id = $1 and ($2::text is null or integration_id = $2)
        and state in ('queued', 'retrying')`,
    [of.accountId, of.integrationId, outcome, JSON.stringify(details), details.code],
    { deadlineMs: BULK_MS },
  );
  return rowCount;
}

/** Parks what was accepted while its integration was being parked or its account paused. */
export async function parkStragglers(db: Queryable): Promise<number> {
  const { rowCount } = await db.query(
    `update result_links.deliveries d
        set state = 'parked', next_attempt_at = null, job_id = null,
            last_outcome = case when held.is_paused then 'account_broken' else 'integration_broken' end,
            last_details = held.details, error_code = held.details ->> 'code',
            updated_at = clock_timestamp()
       from (select i.account_id, i.id, a.paused_at is not null as is_paused,
                    case when a.paused_at is not null then a.paused_details else i.parked_details end
                      as details
               from result_links.integrations i join result_links.accounts a on a.id = i.account_id
              where i.state = 'parked' or a.paused_at is not null) held
      where d.account_id = held.account_id and d.integration_id = held.id
        and d.state in ('queued', 'retrying')`,
  );
  return rowCount;
}

/** Queues a batch of parked deliveries again. Returns how many. */
export async function unparkBatch(
  tx: Transaction,
  of: { accountId: string; integrationId: string | null },
  limit: number,
): Promise<number> {
  const { rowCount } = await tx.query(
    `update result_links.deliveries d
        set state = 'queued', next_attempt_at = ${PRESENT}, updated_at = clock_timestamp()
      where d.id in (
        select p.id
          from result_links.deliveries p
          join result_links.integrations i on i.account_id = p.account_id and i.id = p.integration_id
          join result_links.accounts a on a.id = p.account_id
         where p.account_id = $1 and ($2::text is null or p.integration_id = $2)
           and p.state = 'parked' and i.state = 'active' and a.paused_at is null
         order by p.id limit $3 for update of p)`,
    [of.accountId, of.integrationId, limit],
    { deadlineMs: BULK_MS },
  );
  return rowCount;
}
