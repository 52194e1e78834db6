import type { IntegrationPace, StartedAttempt } from '@result-links/delivery';
import type { Transaction } from '../engine/database.js';
import { toDelivery, type DeliveryRow } from '../rows/delivery-row.js';
import { PACE_COLUMNS, paceValues } from '../rows/integration-row.js';
import type { IntegrationKey } from './integrations.js';

/** How many deliveries of an integration to claim: as many as it has paces. */
export interface Share extends IntegrationKey {
  /** Its pace after one start, after two … */
  paces: readonly IntegrationPace[];
}

/**
 * Claims due deliveries for a worker, and commits: turns them into ones whose next attempt is under way, writes
 * the intents of those attempts and the paces of their integrations, and that the worker lives. Of each integration those that were begun before
 * go first, then the longest due. The integrations must be locked; deliveries that somebody is just moving
 * by hand are passed over.
 *
 * Two index ranges of at most `slots` rows each: `deliveries_begun` has the repetitions, so that they need
 * not be looked for in a backlog of 50,000 that were never tried. One statement, that travels with the commit,
 * because every round trip keeps the integrations locked for longer.
 */
export async function claimDue(
  tx: Transaction,
  workerId: string,
  shares: readonly Share[],
): Promise<StartedAttempt[]> {
  const after = shares.flatMap(({ paces, ...key }) =>
    paces.map((pace, index) => ({ ...key, started: index + 1, values: paceValues(pace) })),
  );
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
     ), counted as (
       select account_id, integration_id, count(*)::int as started from claimed group by 1, 2
     ), paced as (
       update result_links.integrations i
          set in_flight = i.in_flight + counted.started,
              (${PACE_COLUMNS.join(', ')}) = row(new.p1, new.p2, new.p3, new.p4, new.p5, new.p6, new.p7, new.p8)
         from counted
         join unnest($5::text[], $6::text[], $7::int[], $8::int[], $9::int[], $10::int[], $11::timestamptz[],
                     $12::int[], $13::int[], $14::timestamptz[], $15::float8[])
           as new (account_id, id, started, p1, p2, p3, p4, p5, p6, p7, p8)
           on new.account_id = counted.account_id and new.id = counted.integration_id
          and new.started = counted.started
        where i.account_id = counted.account_id and i.id = counted.integration_id
     )
     select claimed.*, intents.started_at
       from claimed join intents on intents.delivery_id = claimed.id`,
    [
      shares.map(({ accountId }) => accountId),
      shares.map(({ integrationId }) => integrationId),
      shares.map(({ paces }) => paces.length),
      workerId,
      after.map(({ accountId }) => accountId),
      after.map(({ integrationId }) => integrationId),
      after.map(({ started }) => started),
      ...PACE_COLUMNS.map((_, column) => after.map(({ values }) => values[column])),
    ],
    { isLast: true },
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
