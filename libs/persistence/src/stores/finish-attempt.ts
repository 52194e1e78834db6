import { randomUUID } from 'node:crypto';
import { closeAttempt, paceAfter, rebased } from '@result-links/delivery';
import type { ClosedAttempt, Delivery, FinishInput } from '@result-links/delivery';
import type { Transaction } from '../engine/database.js';
import { groupOf } from '../queue/job-queue.js';
import { toPace } from '../rows/integration-row.js';
import { findAccount, pauseAccount } from '../statements/accounts.js';
import { findAttempt, updateAttempt } from '../statements/attempts.js';
import { lockDelivery, updateDelivery } from '../statements/deliveries.js';
import { lockIntegrationOf, parkIntegration, updatePace } from '../statements/integrations.js';
import { parkWaiting } from '../statements/waiting.js';
import type { StoreContext } from './context.js';

/** Writes an attempt's end and all that follows from it; see `WorkStore.finishAttempt`. */
export async function finishAttempt(context: StoreContext, input: FinishInput): Promise<boolean> {
  return context.db.transaction(async (tx) => {
    const integration = await lockIntegrationOf(tx, input.deliveryId);
    const delivery = await lockDelivery(tx, input.deliveryId);
    const attempt = await findAttempt(tx, input.deliveryId, input.attemptNumber);
    if (!integration || !delivery || !attempt) {
      throw new Error(`There is no attempt ${input.attemptNumber} of delivery ${input.deliveryId}`);
    }

    const account = await findAccount(tx, delivery.accountId);
    const isHeld = integration.row.state === 'parked' || account?.pausedAt != null;
    const closing = rebased(input, integration.now);
    const closed = closeAttempt(delivery, attempt, closing, isHeld);

    if (closed.wasOpen) {
      const pace = paceAfter(input.result, toPace(integration.row), integration.now);
      await updatePace(tx, delivery, pace, -1);
    }
    if (closed.attempt !== attempt) await updateAttempt(tx, closed.attempt, input.workerId);
    if (closed.delivery !== delivery) await saveDelivery(context, tx, closed.delivery);
    if (closed.hasEffect) await carryOutEffect(context, tx, closed, closing);
    if (closed.wasOpen || closed.delivery !== delivery) {
      // A place has become free, and perhaps a repetition has become due.
      await context.news.announce(tx, { deliveryIds: [delivery.id], work: true });
    }
    return closed.wasOpen;
  });
}

async function saveDelivery(
  { queue }: StoreContext,
  tx: Transaction,
  delivery: Delivery,
): Promise<void> {
  const isWaiting = delivery.state === 'retrying' || delivery.state === 'queued';
  const jobId = isWaiting ? randomUUID() : null;
  await updateDelivery(tx, delivery, jobId);
  if (jobId === null) return;
  const job = { id: jobId, deliveryId: delivery.id, group: groupOf(delivery) };
  await queue.enqueue(tx, [{ ...job, startAfter: delivery.nextAttemptAt, isRepeat: true }]);
}

async function carryOutEffect(
  { news }: StoreContext,
  tx: Transaction,
  { delivery }: ClosedAttempt,
  { transition, result, at }: FinishInput,
): Promise<void> {
  const { accountId, integrationId } = delivery;
  if (transition.effect === 'park_integration') {
    await parkIntegration(tx, delivery, result.details, at, transition.probeAt);
    const parked = { accountId, integrationId };
    await parkWaiting(tx, parked, result.outcome, result.details);
  } else if (transition.effect === 'pause_account') {
    await pauseAccount(tx, accountId, result.details, at, transition.probeAt);
    const parked = { accountId, integrationId: null };
    await parkWaiting(tx, parked, result.outcome, result.details);
  } else {
    return;
  }
  await news.announce(tx, { deliveryIds: 'many' });
}
