import type { AcceptInput, AcceptResult, DeliveryStore } from '@result-links/delivery';

/** Observes every result link that is handed to the store. */
export interface AcceptObserver {
  /** The link is committed, now or by an earlier request. @param startedAt when the store was asked */
  accepted(result: AcceptResult, startedAt: Date): void;
  /** The link could not be saved. */
  failed(): void;
}

/** The same store, whose `accept` is observed. */
export function observeAccepts(
  store: DeliveryStore,
  observers: readonly AcceptObserver[],
): DeliveryStore {
  return observers.length === 0 ? store : new ObservedDeliveryStore(store, observers);
}

/** Delegates method by method, so that the store keeps its own `this` and its private fields. */
class ObservedDeliveryStore implements DeliveryStore {
  constructor(
    private readonly store: DeliveryStore,
    private readonly observers: readonly AcceptObserver[],
  ) {}

  async accept(input: AcceptInput): Promise<AcceptResult> {
    const startedAt = new Date();
    let result: AcceptResult;
    try {
      result = await this.store.accept(input);
    } catch (error) {
      this.observers.forEach((observer) => observer.failed());
      throw error;
    }
    this.observers.forEach((observer) => observer.accepted(result, startedAt));
    return result;
  }

  readonly find: DeliveryStore['find'] = (...args) => this.store.find(...args);
  readonly listAttempts: DeliveryStore['listAttempts'] = (...args) =>
    this.store.listAttempts(...args);
  readonly list: DeliveryStore['list'] = (...args) => this.store.list(...args);
  readonly move: DeliveryStore['move'] = (...args) => this.store.move(...args);
  readonly requeueAll: DeliveryStore['requeueAll'] = (...args) => this.store.requeueAll(...args);
  readonly countByState: DeliveryStore['countByState'] = (...args) =>
    this.store.countByState(...args);
  readonly listPausedAccounts: DeliveryStore['listPausedAccounts'] = () =>
    this.store.listPausedAccounts();
}
