import { decodeCursor, DELIVERY_STATES, isDeliveryId, pageOf } from '@result-links/delivery';
import type {
  AcceptInput,
  AcceptResult,
  Account,
  Actor,
  Attempt,
  Delivery,
  DeliveryFilter,
  DeliveryState,
  DeliveryStore,
} from '@result-links/delivery';
import { patient, SLOW_READ_MS } from '../engine/database.js';
import { listPausedAccounts } from '../statements/accounts.js';
import { listAttempts } from '../statements/attempts.js';
import { findDelivery } from '../statements/deliveries.js';
import { countByState, listDeliveries } from '../statements/delivery-lists.js';
import { acceptGroup } from './accept.js';
import type { StoreContext } from './context.js';
import { GroupCommit } from './group-commit.js';
import { moveDelivery, requeueAll } from './move.js';

/**
 * Every member takes up to two advisory locks until the commit, and PostgreSQL has room for 6,400 in all
 * with its default settings: 400 per replica leave room for others.
 */
const ACCEPT_GROUPS = { maxSize: 100, maxRunning: 2 };

/** What the API needs, in SQL. Ids that cannot be one of a delivery are answered like unknown ones. */
export class SqlDeliveryStore implements DeliveryStore {
  readonly #accepting: GroupCommit<AcceptInput, AcceptResult>;

  constructor(private readonly context: StoreContext) {
    this.#accepting = new GroupCommit((inputs) => acceptGroup(context, inputs), ACCEPT_GROUPS);
  }

  /** Calls that come at the same time share a transaction. */
  accept(input: AcceptInput): Promise<AcceptResult> {
    return this.#accepting.submit(input);
  }

  async find(accountId: string, id: string): Promise<Delivery | null> {
    return isDeliveryId(id) ? findDelivery(this.context.db, accountId, id) : null;
  }

  async listAttempts(accountId: string, deliveryId: string): Promise<Attempt[]> {
    return isDeliveryId(deliveryId) ? listAttempts(this.context.db, accountId, deliveryId) : [];
  }

  async list(
    filter: DeliveryFilter,
    page: { limit: number; cursor?: string },
  ): Promise<{ deliveries: Delivery[]; nextCursor: string | null }> {
    const beforeId = page.cursor === undefined ? null : decodeCursor(page.cursor);
    // One more than asked tells whether there is a next page.
    const found = await listDeliveries(patient(this.context.db, SLOW_READ_MS), filter, {
      limit: page.limit + 1,
      beforeId,
    });
    const { items, nextCursor } = pageOf(found, page.limit);
    return { deliveries: items, nextCursor };
  }

  async move(
    accountId: string,
    id: string,
    from: readonly DeliveryState[],
    to: DeliveryState,
    note: string,
    by?: Actor,
  ): Promise<{ moved: boolean; delivery: Delivery } | null> {
    return isDeliveryId(id)
      ? moveDelivery(this.context, { accountId, id, from, to, note }, by)
      : null;
  }

  requeueAll(
    filter: DeliveryFilter,
    from: readonly DeliveryState[],
    options: { dryRun: boolean },
    by?: Actor,
  ): Promise<number> {
    return requeueAll(this.context, filter, from, options, by);
  }

  async countByState(accountId: string): Promise<Record<DeliveryState, number>> {
    const counts = Object.fromEntries(DELIVERY_STATES.map((state) => [state, 0]));
    for (const { state, count } of await countByState(
      patient(this.context.db, SLOW_READ_MS),
      accountId,
    )) {
      counts[state] = count;
    }
    return counts as Record<DeliveryState, number>;
  }

  listPausedAccounts(): Promise<Account[]> {
    return listPausedAccounts(this.context.db);
  }
}
