import { randomUUID } from 'node:crypto';
import { earlierAnswer, firstPace, newDeliveryId } from '@result-links/delivery';
import type { AcceptInput, AcceptResult, Delivery, IntegrationPace } from '@result-links/delivery';
import type { Transaction } from '../engine/database.js';
import { groupOf } from '../queue/job-queue.js';
import { findConcurrencyLimit, insertAccount } from '../statements/accounts.js';
import {
  findByContent,
  findByIdempotencyKey,
  insertDelivery,
  lockRequest,
} from '../statements/deliveries.js';
import { acceptedAtOf } from '../statements/delivery-filter.js';
import { findHoldState, insertIntegration, type HoldState } from '../statements/integrations.js';
import type { StoreContext } from './context.js';

/** Keeps a result link: the delivery, its key and its job, in one transaction. */
export async function accept(context: StoreContext, input: AcceptInput): Promise<AcceptResult> {
  return context.db.transaction(async (tx) => {
    await lockRequest(tx, input);
    // Earlier ones carry the hash as it is kept.
    const contentHash = tx.vault.contentHashToColumn(input.contentHash);
    const earlier = earlierAnswer(
      { ...input, contentHash },
      await earlierDeliveries(tx, input),
      new Date(),
    );
    if (earlier.kind !== 'none') return earlier;
    return { kind: 'accepted', delivery: await keep(context, tx, input) };
  });
}

async function earlierDeliveries(tx: Transaction, input: AcceptInput): Promise<Delivery[]> {
  if (input.idempotencyKey !== null) {
    return findByIdempotencyKey(tx, input.accountId, input.idempotencyKey);
  }
  return input.dedupeWindowMs > 0 ? findByContent(tx, input.accountId, input.contentHash) : [];
}

async function keep(
  { queue, news }: StoreContext,
  tx: Transaction,
  input: AcceptInput,
): Promise<Delivery> {
  const { isParked, isPaused } = await introduce(tx, input);
  const isHeld = isParked || isPaused;
  const id = newDeliveryId();
  const jobId = isHeld ? null : randomUUID();
  const state = isHeld ? 'parked' : 'queued';
  const acceptedAt = acceptedAtOf(id);
  const delivery = await insertDelivery(tx, { ...input, id, acceptedAt, state, jobId });
  if (jobId !== null) {
    const job = { id: jobId, deliveryId: id, group: groupOf(input) };
    await queue.enqueue(tx, [{ ...job, startAfter: null, isRepeat: false }]);
    await news.announce(tx, { work: true });
  }
  return delivery;
}

/** The pace of a new integration: slow start as ever, under the account's own cap if it has one. */
async function firstPaceOf(tx: Transaction, accountId: string): Promise<IntegrationPace> {
  const pace = firstPace();
  const concurrencyLimit = (await findConcurrencyLimit(tx, accountId)) ?? pace.concurrencyLimit;
  return { ...pace, concurrencyLimit, window: Math.min(pace.window, concurrencyLimit) };
}

/** Makes account and integration known if they are new. */
async function introduce(tx: Transaction, input: AcceptInput): Promise<HoldState> {
  const known = await findHoldState(tx, input);
  if (known) return known;
  await insertAccount(tx, input.accountId);
  await insertIntegration(tx, input, await firstPaceOf(tx, input.accountId));
  // Asked again: the account may be paused, or somebody else was quicker and parked the integration.
  return (await findHoldState(tx, input)) ?? { isParked: false, isPaused: false };
}
