import type { StartedAttempt } from '@result-links/delivery';
import type { Transaction } from '../engine/database.js';
import { toDelivery, type DeliveryRow } from '../rows/delivery-row.js';
import type { IntegrationKey } from './integrations.js';

/** How many deliveries of an integration to claim. */
export interface Share extends IntegrationKey {
  slots: number;
}

/**
 * Claims due deliveries for a worker: turns them into ones whose next attempt is under way, writes the
 * intents of those attempts, and that the worker lives. Of each integration those that were begun before
 * go first, then the longest due. The integrations must be locked; deliveries that somebody is just moving
 * by hand are passed over.
 *
 * Two index ranges of at most `slots` rows each: `deliveries_begun` has the repetitions, so that they need
 * not be looked for in a backlog of 50,000 that were never tried. One statement, because every round trip
 * keeps the integrations locked for longer.
 */
export async function claimDue(
  tx: Transaction,
  workerId: string,
  shares: readonly Share[],
): Promise<StartedAttempt[]> {
  const { rows } = await tx.query<DeliveryRow & { started_at: Date }>(
    `with chosen as (
       select due.id
         from unnest($1::text[], $2::text[], $3::int[]) as share (account_id, integration_id, slots)
        cross join lateral (
          select either.id from (
            select * from (
              select b.id, 1 as rank, b.next_attempt_at from result_links.deliveries b
               where b.account_id = share.account_id and b.integration_id = share.integration_id
                 and b.state in ('queued', 'retrying') and b.attempt_count > 0
                 and b.next_attempt_at <= now()
               order by b.next_attempt_at limit share.slots for update skip locked) begun
            union all
            select * from (
              select w.id, 2 as rank, w.next_attempt_at from result_links.deliveries w
               where w.account_id = share.account_id and w.integration_id = share.integration_id
                 and w.state in ('queued', 'retrying') and w.next_attempt_at <= now()
               order by w.next_attempt_at limit share.slots for update skip locked) waiting
          ) either
          group by either.id, either.next_attempt_at
          order by min(either.rank), either.next_attempt_at limit share.slots) due
     ), claimed as (
       update result_links.deliveries d
          set state = 'delivering', attempt_count = d.attempt_count + 1, next_attempt_at = null,
              job_id = null, updated_at = clock_timestamp()
         from chosen where d.id = chosen.id
       returning d.*
     ), alive as (
       insert into result_links.workers (id, seen_at)
       select $4, clock_timestamp() where exists (select from claimed)
       on conflict (id) do update set seen_at = excluded.seen_at
     ), intents as (
       insert into result_links.attempts
         (delivery_id, number, account_id, integration_id, worker_id, started_at)
       select id, attempt_count, account_id, integration_id, $4, clock_timestamp() from claimed
       returning delivery_id, started_at
     )
     select claimed.*, intents.started_at
       from claimed join intents on intents.delivery_id = claimed.id`,
    [
      shares.map(({ accountId }) => accountId),
      shares.map(({ integrationId }) => integrationId),
      shares.map(({ slots }) => slots),
      workerId,
    ],
  );
  return rows.map((row) => ({
    delivery: toDelivery(row, tx.vault),
    attempt: {
      deliveryId: row.id,
      number: row.attempt_count,
      workerId,
      startedAt: row.started_at,
      finishedAt: null,
      outcome: null,
      details: null,
      warnings: [],
    },
  }));
}
