import { closeAttempt, paceAfter, rebased, withoutTexts } from '@result-links/delivery';
import type {
  Attempt,
  ClosedAttempt,
  Delivery,
  FinishInput,
  IntegrationPace,
} from '@result-links/delivery';
import type { Transaction } from '../engine/database.js';
import { toPace } from '../rows/integration-row.js';
import { pauseAccount } from '../statements/accounts.js';
import { findAttempts, updateAttempts, type AttemptEnd } from '../statements/attempts.js';
import { lockDeliveries, updateDeliveries } from '../statements/deliveries.js';
import {
  lockIntegrationsOf,
  nameOf,
  parkIntegration,
  updatePaces,
  type IntegrationKey,
} from '../statements/integrations.js';
import { parkWaiting } from '../statements/waiting.js';
import { PLANNED_ONCE, type StoreContext } from './context.js';

/**
 * Writes the ends of attempts and all that follows from them in one transaction, as if they had come one
 * after the other; see `WorkStore.finishAttempt`. `'gone'` for an attempt that isn't there: the others of its
 * group are written all the same.
 */
export async function finishGroup(
  context: StoreContext,
  inputs: readonly FinishInput[],
): Promise<(boolean | 'gone')[]> {
  return context.db.transaction(async (tx) => {
    const books = await openBooks(tx, inputs);
    const closings = inputs.map((input) => books.close(input));
    books.save(tx);
    for (const closing of closings) {
      if (closing?.closed.hasEffect) await carryOutEffect(context, tx, closing);
    }
    if (books.changedIds.size > 0) {
      // Places have become free, and perhaps repetitions have become due.
      await context.news.announce(tx, { deliveryIds: [...books.changedIds], work: true });
    }
    return closings.map((closing) => closing?.closed.wasOpen ?? 'gone');
  }, PLANNED_ONCE);
}

/** An attempt's end, and what it makes of its delivery. */
interface Closing {
  closed: ClosedAttempt;
  /** As it was told, by the database's clock. */
  input: FinishInput;
}

/** One integration while a group is written. */
interface IntegrationPage extends IntegrationKey {
  now: Date;
  pace: IntegrationPace;
  inFlightChange: number;
  isHeld: boolean;
}

async function openBooks(tx: Transaction, inputs: readonly FinishInput[]): Promise<Books> {
  const ids = [...new Set(inputs.map(({ deliveryId }) => deliveryId))];
  // Sent together, run in this order: locks are taken on integrations first, then on deliveries.
  const [integrations, deliveries, attempts] = await Promise.all([
    lockIntegrationsOf(tx, ids),
    lockDeliveries(tx, ids),
    findAttempts(
      tx,
      inputs.map(({ deliveryId, attemptNumber }) => ({ deliveryId, number: attemptNumber })),
    ),
  ]);
  const pages = integrations.map(({ row, now, isHeld }): IntegrationPage => ({
    ...{ accountId: row.account_id, integrationId: row.id },
    ...{ now, isHeld, pace: toPace(row), inFlightChange: 0 },
  }));
  return new Books(pages, deliveries, attempts);
}

/** What is locked, as it is while the members of a group are closed one after the other. */
class Books {
  readonly changedIds = new Set<string>();
  readonly #pages: Map<string, IntegrationPage>;
  readonly #attempts: Map<string, Attempt>;
  readonly #savedDeliveries = new Set<string>();
  readonly #ends = new Map<string, AttemptEnd>();

  constructor(
    pages: readonly IntegrationPage[],
    private readonly deliveries: Map<string, Delivery>,
    attempts: readonly Attempt[],
  ) {
    this.#pages = new Map(pages.map((page) => [nameOf(page), page]));
    this.#attempts = new Map(attempts.map((each) => [keyOf(each.deliveryId, each.number), each]));
  }

  /** `null` if there is no such attempt. */
  close(told: FinishInput): Closing | null {
    const key = keyOf(told.deliveryId, told.attemptNumber);
    const delivery = this.deliveries.get(told.deliveryId);
    const attempt = this.#attempts.get(key);
    const page = delivery && this.#pages.get(nameOf(delivery));
    if (!page || attempt?.startedAt.getTime() !== told.startedAt.getTime()) return null;
    const input = rebased(told, page.now);
    const closed = closeAttempt(delivery, attempt, input, page.isHeld);
    if (closed.wasOpen) {
      page.pace = paceAfter(input.result, page.pace, page.now);
      page.inFlightChange -= 1;
    }
    if (closed.attempt !== attempt) {
      this.#attempts.set(key, closed.attempt);
      this.#ends.set(key, { attempt: closed.attempt, closedBy: input.workerId });
    }
    if (closed.delivery !== delivery) {
      this.deliveries.set(delivery.id, closed.delivery);
      this.#savedDeliveries.add(delivery.id);
    }
    if (closed.wasOpen || closed.delivery !== delivery) this.changedIds.add(delivery.id);
    if (closed.hasEffect) this.#hold(delivery, input);
    return { closed, input };
  }

  save(tx: Transaction): void {
    updatePaces(
      tx,
      [...this.#pages.values()].filter(({ inFlightChange }) => inFlightChange !== 0),
    );
    updateAttempts(tx, [...this.#ends.values()]);
    const changed = [...this.#savedDeliveries].flatMap((id) => this.deliveries.get(id) ?? []);
    if (changed.length > 0) updateDeliveries(tx, changed);
  }

  /** What comes later in the group waits with its integration or account already. */
  #hold(delivery: Delivery, { transition: { effect } }: FinishInput): void {
    for (const page of this.#pages.values()) {
      const isSame = nameOf(page) === nameOf(delivery);
      const isOfAccount = page.accountId === delivery.accountId;
      if (effect === 'park_integration' && isSame) page.isHeld = true;
      if (effect === 'pause_account' && isOfAccount) page.isHeld = true;
    }
  }
}

async function carryOutEffect(
  { news }: StoreContext,
  tx: Transaction,
  { closed: { delivery }, input: { transition, result, at } }: Closing,
): Promise<void> {
  const { accountId, integrationId } = delivery;
  const why = withoutTexts(result.details);
  if (transition.effect === 'park_integration') {
    await parkIntegration(tx, delivery, why, at, transition.probeAt);
    await parkWaiting(tx, { accountId, integrationId }, result.outcome, why);
  } else if (transition.effect === 'pause_account') {
    await pauseAccount(tx, accountId, why, at, transition.probeAt);
    await parkWaiting(tx, { accountId, integrationId: null }, result.outcome, why);
  } else {
    return;
  }
  await news.announce(tx, { deliveryIds: 'many' });
}

function keyOf(deliveryId: string, number: number): string {
  return `${deliveryId}#${number}`;
}
