import { DatabaseUnavailableError } from '../engine/errors.js';

/** How calls are put together. */
export interface GroupCommitOptions {
  /** Members of one group at most. */
  maxSize: number;
  /** Groups under way at once at most. */
  maxRunning: number;
  /** Milliseconds from the start of one group to the next at least; default 0. */
  minApartMs?: number;
}

/** Who has waited this long when a group fails without the database does not wait for another one. */
const PATIENCE_MS = 1_000;

interface Waiting<Item, Result> {
  item: Item;
  sinceMs: number;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * Puts calls that come at the same time together, so that they share one transaction and one sync to
 * disk. A call goes at once when a group may start, and those that come while groups are under way, or too
 * soon after the last one began, are the next group. So a single call costs what it did, and the busier it is the
 * larger the groups.
 *
 * A group that fails is run again member by member, so that one that cannot be written does not fail its
 * neighbours. Only when the database is away all of them fail at once, and with them those that have waited
 * for a group of their own for longer than a second: an attempt at a silent database takes seconds.
 */
export class GroupCommit<Item, Result> {
  readonly #waiting: Waiting<Item, Result>[] = [];
  #running = 0;
  #isScheduled = false;
  #startedAtMs = -Infinity;

  /** @param commit writes a group in one transaction; a result for each member, in their order */
  constructor(
    private readonly commit: (items: readonly Item[]) => Promise<Result[]>,
    private readonly options: GroupCommitOptions,
  ) {}

  /** Resolves once the transaction that holds `item` is committed. */
  submit(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, sinceMs: performance.now(), resolve, reject });
      this.#schedule();
    });
  }

  #schedule(): void {
    const { maxRunning, minApartMs = 0 } = this.options;
    if (this.#isScheduled || this.#waiting.length === 0 || this.#running >= maxRunning) return;
    this.#isScheduled = true;
    const start = () => {
      this.#isScheduled = false;
      this.#start();
    };
    const waitMs = this.#startedAtMs + minApartMs - performance.now();
    // At the earliest when all that has come with this turn of the event loop was submitted, so that
    // requests that arrived together go together; a call by itself waits for some microseconds.
    if (waitMs > 0) setTimeout(start, waitMs);
    else setImmediate(start);
  }

  #start(): void {
    this.#startedAtMs = performance.now();
    this.#running += 1;
    void this.#run(this.#waiting.splice(0, this.options.maxSize)).finally(() => {
      this.#running -= 1;
      this.#schedule();
    });
    this.#schedule();
  }

  async #run(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.commit(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => resolve(results[index] as Result));
    } catch (error) {
      const isAway = error instanceof DatabaseUnavailableError;
      if (isAway || group.length === 1) {
        const failed = isAway ? [...group, ...this.#takeImpatient()] : group;
        failed.forEach(({ reject }) => reject(error));
        return;
      }
      for (const member of group) await this.#run([member]);
    }
  }

  #takeImpatient(): Waiting<Item, Result>[] {
    const arrivedBefore = performance.now() - PATIENCE_MS;
    const patientFrom = this.#waiting.findIndex(({ sinceMs }) => sinceMs > arrivedBefore);
    return this.#waiting.splice(0, patientFrom < 0 ? this.#waiting.length : patientFrom);
  }
}
