import { DELIVERY_STATES } from '@result-links/delivery';
import type { Delivery, DeliveryFilter, DeliveryState } from '@result-links/delivery';
import type { Queryable, Transaction } from '../engine/database.js';
import { toDelivery, type DeliveryRow } from '../rows/delivery-row.js';
import { PRESENT } from './deliveries.js';
import { filterConditions, Parameters } from './delivery-filter.js';

/**
 * Deliveries that match, newest first, before `beforeId`. Each state is read by itself in the order of
 * an index and the results are merged, so a page costs the same among a thousand rows or a million,
 * also for a state that is rare. (One branch per state rather than a join with a list of states: the
 * planner then knows how rare each is.)
 */
export async function listDeliveries(
  db: Queryable,
  filter: DeliveryFilter,
  page: { limit: number; beforeId: string | null },
): Promise<Delivery[]> {
  const parameters = new Parameters();
  const limit = parameters.add(page.limit);
  const conditions = filterConditions(filter, parameters);
  if (page.beforeId !== null) conditions.push(`d.id < ${parameters.add(page.beforeId)}`);
  const branches = (filter.states ?? DELIVERY_STATES).map(
    (state) =>
      `(select d.* from result_links.deliveries d
         where d.state = ${parameters.add(state)} and ${conditions.join(' and ')}
         order by d.id desc limit ${limit})`,
  );
  if (branches.length === 0) return [];
  const { rows } = await db.query<DeliveryRow>(
    `select * from (${branches.join(' union all ')}) found order by id desc limit ${limit}`,
    parameters.values,
  );
  return rows.map((row) => toDelivery(row, db.vault));
}

/** What was erased cannot be sent again. */
const HAS_CONTENT = 'd.erased_at is null';

/** How many of those that match could be queued again. */
export async function countRequeueable(
  db: Queryable,
  filter: DeliveryFilter,
  states: readonly DeliveryState[],
): Promise<number> {
  const parameters = new Parameters();
  const wanted = parameters.add(states);
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::int as count from result_links.deliveries d
      where d.state = any(${wanted}) and ${filterConditions(filter, parameters).join(' and ')}
        and ${HAS_CONTENT}`,
    parameters.values,
  );
  return rows[0]?.count ?? 0;
}

/** How many of an account's deliveries are in which state; states without any are left out. */
export async function countByState(
  db: Queryable,
  accountId: string,
): Promise<{ state: DeliveryState; count: number }[]> {
  const { rows } = await db.query<{ state: DeliveryState; count: number }>(
    `select state, count(*)::int as count
       from result_links.deliveries where account_id = $1 group by state`,
    [accountId],
  );
  return rows;
}

/**
 * A batch of deliveries that are queued again by hand, in the order of their ids, after `afterId`.
 * They start afresh; in a parked integration or a paused account they are parked instead.
 */
export async function requeueBatch(
  tx: Transaction,
  filter: DeliveryFilter,
  from: readonly DeliveryState[],
  batch: { limit: number; afterId: string | null },
): Promise<string[]> {
  const parameters = new Parameters();
  const states = parameters.add(from);
  const limit = parameters.add(batch.limit);
  const conditions = filterConditions(filter, parameters);
  if (batch.afterId !== null) conditions.push(`d.id > ${parameters.add(batch.afterId)}`);
  const { rows } = await tx.query<{ id: string }>(
    `with chosen as (
       select d.id, d.state as from_state,
              case when i.state = 'parked' or a.paused_at is not null then 'parked' else 'queued' end
                as to_state
         from result_links.deliveries d
         join result_links.integrations i on i.account_id = d.account_id and i.id = d.integration_id
         join result_links.accounts a on a.id = d.account_id
        where d.state = any(${states}) and ${conditions.join(' and ')} and ${HAS_CONTENT}
        order by d.id limit ${limit}
        for update of d
     ), noted as (
       insert into result_links.moves (delivery_id, at, from_state, to_state, note)
       select id, clock_timestamp(), from_state, to_state, 'retry' from chosen
     )
     update result_links.deliveries d
        set state = to_state,
            next_attempt_at = case to_state when 'queued' then ${PRESENT} end,
            job_id = null,
            counted_attempts = 0, throttled_in_a_row = 0, updated_at = clock_timestamp()
       from chosen
      where d.id = chosen.id
      returning d.id`,
    parameters.values,
  );
  return rows.map(({ id }) => id).sort();
}
