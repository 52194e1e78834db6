import type { StartedAttempt } from '@result-links/delivery';
import type { Queryable } from '../engine/database.js';
import { nameOf } from '../statements/integrations.js';
import { listWaitingIntegrations, type WaitingIntegration } from '../statements/waiting.js';

/** How long a list serves, in milliseconds: work of an integration that is not on it waits as long. */
const REMEMBER_MS = 25;

/**
 * The integrations with waiting deliveries, remembered by a process for a moment: under load it claims hundreds
 * of times a second, and the list costs PostgreSQL as much as a claim. It only says where to look: what counts
 * is read again when the integrations are locked.
 */
export class WaitingList {
  #known: WaitingIntegration[] = [];
  #readAtMs = -Infinity;

  /** The list as it was a moment ago, less what this process has started since; `null`: too long ago. */
  recent(): WaitingIntegration[] | null {
    const ageMs = performance.now() - this.#readAtMs;
    if (ageMs >= REMEMBER_MS) return null;
    return this.#known.map((each) => ({ ...each, now: new Date(each.now.getTime() + ageMs) }));
  }

  /** Reads the list. Deliveries are counted up to `countUpTo` for each integration. */
  async read(db: Queryable, countUpTo: number): Promise<WaitingIntegration[]> {
    const readAtMs = performance.now();
    this.#known = await listWaitingIntegrations(db, countUpTo);
    this.#readAtMs = readAtMs;
    return this.#known;
  }

  /** Takes deliveries off the list whose attempts were started. */
  started(attempts: readonly StartedAttempt[]): void {
    const counts = new Map<string, number>();
    for (const { delivery } of attempts) {
      counts.set(nameOf(delivery), (counts.get(nameOf(delivery)) ?? 0) + 1);
    }
    this.#known = this.#known.map((each) => {
      const { row, dueCount } = each;
      const count = counts.get(nameOf({ accountId: row.account_id, integrationId: row.id })) ?? 0;
      if (count === 0) return each;
      return {
        ...each,
        dueCount: dueCount - count,
        row: { ...row, in_flight: row.in_flight + count },
      };
    });
  }

  /** Makes the next claim read the list: there was less to start than it said. */
  forget(): void {
    this.#readAtMs = -Infinity;
  }
}
