import { runPeriodically, type Clock, type Log, type PrivacyStore } from '@result-links/delivery';

/** What retention is made of. */
export interface RetentionOptions {
  store: Pick<PrivacyStore, 'eraseEnded'>;
  /** How long the content of a delivery is kept after it has ended, in milliseconds; `null`: for ever. */
  retentionMs: number | null;
  clock: Clock;
  random: () => number;
  log: Log;
}

/** How often it is looked for something to erase; costs one look into an index. */
const EVERY_MS = 60_000;
/** Deliveries erased in one transaction: some ten milliseconds, so that nobody waits for them. */
const BATCH = 200;
/** Between two batches, so that a large backlog does not keep the database busy. */
const PAUSE_MS = 100;

/**
 * Erases the content of deliveries that have ended long enough ago, in small batches, for as long as the
 * process runs. Any number of processes may: the store lets one at a time.
 */
export class Retention {
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(private readonly options: RetentionOptions) {}

  start(): void {
    const { retentionMs, clock, random, log } = this.options;
    if (retentionMs === null) return;
    const task = { name: 'retention', everyMs: EVERY_MS, run: () => this.#erase(retentionMs) };
    this.#running = runPeriodically(task, { clock, random, log }, this.#stopping.signal);
  }

  /** Resolves when nothing is being erased any more. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #erase(retentionMs: number): Promise<void> {
    const { store, clock, log } = this.options;
    const { signal } = this.#stopping;
    let total = 0;
    while (!signal.aborted) {
      const count = await store.eraseEnded(retentionMs, BATCH);
      total += count;
      if (count < BATCH) break;
      await clock.sleep(PAUSE_MS, signal);
    }
    if (total > 0) log.info({ deliveries: total }, 'content erased after its retention');
  }
}
