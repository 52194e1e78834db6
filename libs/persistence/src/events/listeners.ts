import type { AccountEvents, DeliveryEvents, Log } from '@result-links/delivery';
import type { News } from './news-desk.js';

/** The listeners of this process. One that throws is logged and disturbs nobody. */
export class Listeners implements DeliveryEvents, AccountEvents {
  readonly #onDelivery = new Set<(deliveryId: string | null) => void>();
  readonly #onWork = new Set<() => void>();
  readonly #onAccounts = new Set<() => void>();

  constructor(private readonly log: Log) {}

  subscribe(listener: (deliveryId: string | null) => void): () => void {
    return added(this.#onDelivery, listener);
  }

  onWork(listener: () => void): () => void {
    return added(this.#onWork, listener);
  }

  onAccounts(listener: () => void): () => void {
    return added(this.#onAccounts, listener);
  }

  tell({ deliveryIds = [], work = false, accounts = false }: News): void {
    const ids = deliveryIds === 'many' ? [null] : deliveryIds;
    for (const id of ids) {
      for (const listener of [...this.#onDelivery]) this.#call(() => listener(id));
    }
    if (work) {
      for (const listener of [...this.#onWork]) this.#call(listener);
    }
    if (accounts) {
      for (const listener of [...this.#onAccounts]) this.#call(listener);
    }
  }

  #call(listener: () => void): void {
    try {
      listener();
    } catch (error) {
      this.log.error({ err: error }, 'a listener of delivery events failed');
    }
  }
}

/** A set holds a function once, so each subscription gets a wrapper of its own. */
function added<A extends unknown[]>(
  set: Set<(...args: A) => void>,
  listener: (...args: A) => void,
): () => void {
  const own = (...args: A) => listener(...args);
  set.add(own);
  return () => void set.delete(own);
}
