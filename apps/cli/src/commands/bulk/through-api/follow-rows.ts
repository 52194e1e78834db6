import type { ResultLinksClient } from '@result-links/api-client';
import type { Delivery } from '@result-links/contracts';
import { lookUp } from '../../../api/explain-call.js';
import { CliError } from '../../../errors.js';
import type { RowPlace } from '../check/row-index.js';
import { isSettled } from './delivery-fate.js';

/** Deliveries that are looked at together; the oldest ones, since those end first. */
const LOOK_AT = 2_000;

const SHORTEST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 3_000;

/** Looks in a row that fail before it is given up. */
const PATIENCE = 8;

/** What following needs. */
export interface FollowOptions {
  client: Pick<ResultLinksClient, 'findDeliveries'>;
  signal: AbortSignal;
  onSettled(place: RowPlace, delivery: Delivery): Promise<void>;
  pause(ms: number): Promise<void>;
}

/** Follows deliveries of the API to their end. Others may be added while it does. */
export class Followed {
  readonly #places = new Map<string, RowPlace>();
  #isComplete = false;

  add(place: RowPlace, deliveryId: string): void {
    this.#places.set(deliveryId, place);
  }

  /** How many are not settled. */
  get size(): number {
    return this.#places.size;
  }

  /** No more will be added. */
  complete(): void {
    this.#isComplete = true;
  }

  /**
   * Ends when all are settled, or the user gives up.
   *
   * @throws CliError when the API stays away
   */
  async follow({ client, signal, onSettled, pause }: FollowOptions): Promise<void> {
    let pauseMs = SHORTEST_PAUSE_MS;
    let failures = 0;
    while (!signal.aborted && !(this.#isComplete && this.size === 0)) {
      const ids = [...this.#places.keys()].slice(0, LOOK_AT);
      let settled = 0;
      try {
        const found = await lookUp(() => client.findDeliveries(ids, { signal }));
        failures = 0;
        for (const delivery of found.filter(isSettled)) {
          const place = this.#places.get(delivery.id);
          if (place === undefined) continue;
          this.#places.delete(delivery.id);
          settled += 1;
          await onSettled(place, delivery);
        }
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        if (!(error instanceof CliError) || error.exit !== 'later' || failures > PATIENCE)
          throw error;
      }
      this.#rotate(ids);
      pauseMs = settled > 0 ? SHORTEST_PAUSE_MS : Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS);
      await pause(pauseMs);
    }
  }

  /** Those that are slow must not keep the others from being looked at. */
  #rotate(ids: readonly string[]): void {
    if (this.size <= LOOK_AT) return;
    for (const id of ids) {
      const place = this.#places.get(id);
      if (place === undefined) continue;
      this.#places.delete(id);
      this.#places.set(id, place);
    }
  }
}
