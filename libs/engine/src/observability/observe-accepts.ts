import type { AcceptInput, AcceptResult, DeliveryStore } from '@result-links/delivery';

/** Told of every result link that is handed to the store, once it is known what came of it. */
export interface AcceptObserver {
  /** It is committed (or was before): `result` says as what. @param startedAt when the store was asked */
  accepted(result: AcceptResult, startedAt: Date): void;
  /** It could not be kept. */
  failed(): void;
}

/** The same store, whose `accept` is watched. */
export function observeAccepts(
  store: DeliveryStore,
  observers: readonly AcceptObserver[],
): DeliveryStore {
  if (observers.length === 0) {
    return store;
  }
  const accept = async (input: AcceptInput): Promise<AcceptResult> => {
    const startedAt = new Date();
    let result: AcceptResult;
    try {
      result = await store.accept(input);
    } catch (error) {
      observers.forEach((observer) => observer.failed());
      throw error;
    }
    observers.forEach((observer) => observer.accepted(result, startedAt));
    return result;
  };
  // Everything else is the store's own, methods of tomorrow included.
  return Object.assign(Object.create(store) as DeliveryStore, { accept });
}
