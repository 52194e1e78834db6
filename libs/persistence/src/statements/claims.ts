import type { Delivery } from '@result-links/delivery';
import type { Transaction } from '../engine/database.js';
import { toDelivery, type DeliveryRow } from '../rows/delivery-row.js';
import type { IntegrationKey } from './integrations.js';

/** How many deliveries of an integration to claim. */
export interface Share extends IntegrationKey {
  slots: number;
}

/**
 * Claims due deliveries: turns them into ones whose next attempt is under way. Of each integration those
 * that were begun before go first, then the longest due. The integrations must be locked; deliveries that
 * somebody is just moving by hand are passed over.
 *
 * Two index ranges of at most `slots` rows each: `deliveries_begun` has the repetitions, so that they need
 * not be looked for in a backlog of 50,000 that were never tried.
 */
export async function claimDue(tx: Transaction, shares: readonly Share[]): Promise<Delivery[]> {
  const { rows } = await tx.query<DeliveryRow>(
    `update result_links.deliveries d
        set state = 'delivering', attempt_count = d.attempt_count + 1, next_attempt_at = null,
            job_id = null, updated_at = clock_timestamp()
       from unnest($1::text[], $2::text[], $3::int[]) as share (account_id, integration_id, slots)
       cross join lateral (
         select id from (
           select * from (
             select b.id, 1 as rank, b.next_attempt_at from result_links.deliveries b
              where b.account_id = share.account_id and b.integration_id = share.integration_id
                and b.state in ('queued', 'retrying') and b.attempt_count > 0
                and b.next_attempt_at <= now()
              order by b.next_attempt_at limit share.slots for update skip locked) begun
           union all
           select * from (
             select n.id, 2 as rank, n.next_attempt_at from result_links.deliveries n
              where n.account_id = share.account_id and n.integration_id = share.integration_id
                and n.state in ('queued', 'retrying') and n.attempt_count = 0
                and n.next_attempt_at <= now()
              order by n.next_attempt_at, n.id limit share.slots for update skip locked) fresh) due
          order by due.rank, due.next_attempt_at limit share.slots) chosen
      where d.id = chosen.id
      returning d.*`,
    [
      shares.map(({ accountId }) => accountId),
      shares.map(({ integrationId }) => integrationId),
      shares.map(({ slots }) => slots),
    ],
  );
  return rows.map((row) => toDelivery(row, tx.vault));
}
