import type {
  Action,
  Actor,
  Delivery,
  DeliveryFilter,
  DeliveryState,
} from '@result-links/delivery';
import { patient, SLOW_READ_MS, type Transaction } from '../engine/database.js';
import { recordAction } from '../statements/audit-records.js';
import {
  findDelivery,
  insertMove,
  lockDelivery,
  transactionTime,
  updateDeliveries,
} from '../statements/deliveries.js';
import { countRequeueable, requeueBatch } from '../statements/delivery-lists.js';
import { findHoldState } from '../statements/integrations.js';
import { BULK, type StoreContext } from './context.js';

const BATCH = 1_000;

/** A move by hand. */
export interface Move {
  accountId: string;
  id: string;
  from: readonly DeliveryState[];
  to: DeliveryState;
  /** The action; kept. */
  note: string;
}

/** Moves one delivery by hand; see `DeliveryStore.move`. */
export async function moveDelivery(
  context: StoreContext,
  move: Move,
  by?: Actor,
): Promise<{ moved: boolean; delivery: Delivery } | null> {
  return context.db.transaction(async (tx) => {
    const delivery = await lockDelivery(tx, move.id);
    if (delivery?.accountId !== move.accountId) return null;
    if (!move.from.includes(delivery.state)) return { moved: false, delivery };
    // Erased: there is nothing left to send.
    if (move.to === 'queued' && delivery.body === null) return { moved: false, delivery };

    const to = await destination(tx, delivery, move.to);
    await save(tx, delivery, to);
    await insertMove(tx, { deliveryId: move.id, from: delivery.state, to, note: move.note });
    recordAction(tx, by, {
      action: `delivery.${move.note as Action}`,
      ...{ accountId: move.accountId, subject: move.id },
      details: { integration_id: delivery.integrationId, from: delivery.state, to },
    });
    await context.news.announce(tx, { deliveryIds: [move.id], work: to === 'queued' });
    const moved = await findDelivery(tx, move.accountId, move.id);
    return moved && { moved: true, delivery: moved };
  });
}

/** What is to be queued waits with its integration or account while that is held. */
async function destination(
  tx: Transaction,
  delivery: Delivery,
  to: DeliveryState,
): Promise<DeliveryState> {
  if (to !== 'queued') return to;
  const hold = await findHoldState(tx, delivery);
  return hold?.isParked || hold?.isPaused ? 'parked' : 'queued';
}

async function save(tx: Transaction, delivery: Delivery, to: DeliveryState): Promise<void> {
  const now = await transactionTime(tx);
  const isQueued = to === 'queued';
  const afresh = isQueued || to === 'parked' ? { countedAttempts: 0, throttledInARow: 0 } : {};
  const moved = { ...delivery, ...afresh, state: to, updatedAt: now };
  updateDeliveries(tx, [{ ...moved, nextAttemptAt: isQueued ? now : null }]);
}

/** Queues again all that match and are in one of `from`; with `dryRun` only counts them. */
export async function requeueAll(
  context: StoreContext,
  filter: DeliveryFilter,
  from: readonly DeliveryState[],
  { dryRun }: { dryRun: boolean },
  by?: Actor,
): Promise<number> {
  const states = from.filter((state) => !filter.states || filter.states.includes(state));
  if (dryRun) return countRequeueable(patient(context.db, SLOW_READ_MS), filter, states);
  return context.db.transaction(async (tx) => {
    let total = 0;
    for (let afterId: string | null = null; ;) {
      const batch: string[] = await requeueBatch(tx, filter, states, { limit: BATCH, afterId });
      total += batch.length;
      if (batch.length < BATCH) break;
      afterId = batch.at(-1) ?? null;
    }
    recordAction(tx, by, {
      action: 'deliveries.retry',
      ...{ accountId: filter.accountId, subject: null },
      details: { count: total, filter: describeFilter(filter) },
    });
    if (total > 0) await context.news.announce(tx, { deliveryIds: 'many', work: true });
    return total;
  }, BULK);
}

/** A filter for the record: not to whom, and not each of many IDs. */
function describeFilter({ accountId: _, ids, target, ...filter }: DeliveryFilter): object {
  return {
    ...(ids && { ids: ids.length }),
    ...(target && { target: target.type }),
    ...(filter.states && { state: filter.states }),
    ...(filter.integrationId !== undefined && { integration_id: filter.integrationId }),
    ...(filter.integrationIds && { integrations_of_key: filter.integrationIds }),
    ...(filter.errorCode !== undefined && { error_code: filter.errorCode }),
    ...(filter.acceptedAfter && { accepted_after: filter.acceptedAfter }),
    ...(filter.acceptedBefore && { accepted_before: filter.acceptedBefore }),
  };
}
