import { decodeCursor, encodeCursor } from '../../cursor.js';
import { deliveryIds } from '../../delivery-id.js';
import { earlierAnswer } from '../../idempotency.js';
import type { Account, Attempt, Delivery } from '../../model.js';
import type { AcceptInput, AcceptResult, DeliveryFilter, DeliveryStore } from '../../ports.js';
import { withoutTexts } from '../../privacy/erasing.js';
import { DELIVERY_STATES, type DeliveryState } from '../../states.js';
import { copyOf, MemoryTables, shownAccount } from './tables.js';

/** What the API needs, in memory. */
export class MemoryDeliveryStore extends MemoryTables implements DeliveryStore {
  readonly #newId = deliveryIds({ nowMs: () => this.now().getTime() });

  async accept(input: AcceptInput): Promise<AcceptResult> {
    const now = this.now();
    const answer = earlierAnswer(input, this.deliveries.values(), now);
    if (answer.kind !== 'none') return copyOf(answer);
    const { dedupeWindowMs: _, ...kept } = copyOf(input);
    const hold = this.holdOf(kept);
    const delivery: Delivery = {
      ...kept,
      ...{ id: this.#newId(), attemptCount: 0, countedAttempts: 0, throttledInARow: 0 },
      ...{ state: hold ? 'parked' : 'queued', nextAttemptAt: hold ? null : now },
      ...(hold ?? { lastOutcome: null, lastDetails: null }),
      ...{ warnings: [], acceptedAt: now, updatedAt: now },
    };
    this.deliveries.set(delivery.id, delivery);
    this.attempts.set(delivery.id, []);
    this.announce([], { work: !hold });
    return { kind: 'accepted', delivery: copyOf(delivery) };
  }

  async find(accountId: string, id: string): Promise<Delivery | null> {
    const delivery = this.deliveries.get(id);
    return delivery?.accountId === accountId ? copyOf(delivery) : null;
  }

  async listAttempts(accountId: string, deliveryId: string): Promise<Attempt[]> {
    const delivery = await this.find(accountId, deliveryId);
    return delivery ? copyOf(this.attemptsOf(deliveryId)) : [];
  }

  async list(
    filter: DeliveryFilter,
    page: { limit: number; cursor?: string },
  ): Promise<{ deliveries: Delivery[]; nextCursor: string | null }> {
    const beforeId = page.cursor === undefined ? null : decodeCursor(page.cursor);
    const matching = this.#matching(filter)
      .filter(({ id }) => beforeId === null || id < beforeId)
      .sort((a, b) => (a.id < b.id ? 1 : -1));
    const deliveries = copyOf(matching.slice(0, page.limit));
    const last = deliveries.at(-1);
    const nextCursor = last && matching.length > page.limit ? encodeCursor(last.id) : null;
    return { deliveries, nextCursor };
  }

  async move(
    accountId: string,
    id: string,
    from: readonly DeliveryState[],
    to: DeliveryState,
  ): Promise<{ moved: boolean; delivery: Delivery } | null> {
    const delivery = this.deliveries.get(id);
    if (delivery?.accountId !== accountId) return null;
    const moved = from.includes(delivery.state);
    if (moved) {
      this.#moveByHand(delivery, to);
      this.announce([id], { work: this.delivery(id).state === 'queued' });
    }
    return { moved, delivery: copyOf(this.delivery(id)) };
  }

  async requeueAll(
    filter: DeliveryFilter,
    from: readonly DeliveryState[],
    { dryRun }: { dryRun: boolean },
  ): Promise<number> {
    const matching = this.#matching(filter).filter(({ state }) => from.includes(state));
    if (!dryRun && matching.length > 0) {
      matching.forEach((delivery) => this.#moveByHand(delivery, 'queued'));
      this.announce([null], { work: true });
    }
    return matching.length;
  }

  async countByState(accountId: string): Promise<Record<DeliveryState, number>> {
    const states = this.#matching({ accountId }).map(({ state }) => state);
    const count = (state: DeliveryState) => states.filter((each) => each === state).length;
    return Object.fromEntries(DELIVERY_STATES.map((state) => [state, count(state)])) as Record<
      DeliveryState,
      number
    >;
  }

  async listPausedAccounts(): Promise<Account[]> {
    return [...this.accounts.values()]
      .filter(({ pausedAt }) => pausedAt !== null)
      .map(shownAccount);
  }

  /** What is queued starts afresh; it is parked instead while its integration or account is held. */
  #moveByHand(delivery: Delivery, to: DeliveryState): void {
    const now = this.now();
    const moved = { ...delivery, state: to, nextAttemptAt: null, updatedAt: now };
    if (to !== 'queued') return this.write(moved);
    const queued = { ...moved, countedAttempts: 0, throttledInARow: 0, nextAttemptAt: now };
    this.write(queued);
    if (this.holdOf(delivery)) this.write({ ...queued, state: 'parked', nextAttemptAt: null });
  }

  #matching(filter: DeliveryFilter): Delivery[] {
    const { ids, states, integrationId, integrationIds, target, errorCode } = filter;
    return [...this.deliveries.values()].filter(
      (delivery) =>
        delivery.accountId === filter.accountId &&
        (ids?.includes(delivery.id) ?? true) &&
        (states?.includes(delivery.state) ?? true) &&
        (integrationId ?? delivery.integrationId) === delivery.integrationId &&
        (integrationIds?.includes(delivery.integrationId) ?? true) &&
        (target?.type ?? delivery.target.type) === delivery.target.type &&
        (target?.id ?? delivery.target.id) === delivery.target.id &&
        (errorCode === undefined || errorCode === codeOf(delivery)) &&
        (filter.acceptedAfter ?? delivery.acceptedAt) <= delivery.acceptedAt &&
        (filter.acceptedBefore === undefined || delivery.acceptedAt < filter.acceptedBefore),
    );
  }
}

/** A code that is free text is found by no filter. */
function codeOf({ lastDetails }: Delivery): string | null {
  return lastDetails && withoutTexts(lastDetails).code;
}
