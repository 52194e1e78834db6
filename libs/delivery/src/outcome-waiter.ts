import { abortQuietly } from './abort-quietly.js';
import { DeliveryGoneError } from './gone.js';
import type { Delivery } from './model.js';
import type { Clock, DeliveryEvents, DeliveryStore } from './ports.js';
import { isTerminal } from './states.js';
import { SECOND } from './waits.js';

/** Should an event get lost (a connection that broke and came back), it is noticed this much later. */
const LOOK_AGAIN_MS = 10 * SECOND;

/** Lets callers wait for what becomes of a delivery, however many wait, in whichever process it is made. */
export class OutcomeWaiter {
  private readonly waiting = new Map<string, Set<() => void>>();
  private readonly unsubscribe: () => void;
  private isClosed = false;

  constructor(
    private readonly store: Pick<DeliveryStore, 'find'>,
    events: DeliveryEvents,
    private readonly clock: Clock,
  ) {
    this.unsubscribe = events.subscribe((deliveryId) => this.wake(deliveryId));
  }

  /**
   * Waits until there is something to tell the caller: the end of the delivery, or that it is parked.
   *
   * @param waitMs the longest it waits
   * @param signal ends the wait early, e.g. because the caller has gone
   * @returns the delivery as it is when the wait ends, finished or not
   * @throws DeliveryGoneError if the database has lost it
   */
  async wait(delivery: Delivery, waitMs: number, signal?: AbortSignal): Promise<Delivery> {
    const endMs = this.clock.monotonicMs() + waitMs;
    let current = delivery;
    let isOver = waitMs <= 0;
    while (!isTold(current) && !isOver && !signal?.aborted) {
      const leftMs = this.isClosed ? 0 : endMs - this.clock.monotonicMs();
      isOver = leftMs <= 0;
      // Listening starts before looking, so that nothing falls between the two.
      const changed = this.nextChange(delivery.id, Math.min(leftMs, LOOK_AGAIN_MS), signal);
      // The last look is after the wait: an attempt may have begun, which no event tells.
      const found = await this.store.find(delivery.accountId, delivery.id);
      if (found === null) {
        changed.cancel();
        throw new DeliveryGoneError(delivery.id);
      }
      current = found;
      if (isTold(current) || isOver) changed.cancel();
      else await changed.promise;
    }
    return current;
  }

  /** Ends all waits: every caller gets the delivery in the state it has now. */
  close(): void {
    this.isClosed = true;
    this.unsubscribe();
    this.wake(null);
  }

  private nextChange(id: string, waitMs: number, signal?: AbortSignal) {
    const over = new AbortController();
    const wake = () => abortQuietly(over);
    const listeners = this.waiting.get(id) ?? new Set();
    this.waiting.set(id, listeners.add(wake));
    signal?.addEventListener('abort', wake, { once: true });
    const promise = this.clock.sleep(waitMs, over.signal).finally(() => {
      signal?.removeEventListener('abort', wake);
      listeners.delete(wake);
      if (listeners.size === 0 && this.waiting.get(id) === listeners) {
        this.waiting.delete(id);
      }
    });
    return { promise, cancel: wake };
  }

  private wake(deliveryId: string | null): void {
    const sets = deliveryId === null ? this.waiting.values() : [this.waiting.get(deliveryId) ?? []];
    for (const wake of [...sets].flatMap((set) => [...set])) {
      wake();
    }
  }
}

function isTold({ state }: Delivery): boolean {
  return isTerminal(state) || state === 'parked';
}
