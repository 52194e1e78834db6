import { runPeriodically, type Clock, type Log } from '@result-links/delivery';
import type { DurabilityRisk } from '@result-links/persistence';

/** Settings of {@link DurabilityWatch}. */
export interface DurabilityWatchOptions {
  /** Ways in which the database can lose commits at present. */
  findRisks(): Promise<DurabilityRisk[]>;
  clock: Clock;
  random: () => number;
  log: Log;
}

/** After a failover the answer may be another one. */
const EVERY_MS = 60_000;

const WARNINGS: Record<DurabilityRisk, string> = {
  asynchronous_standby:
    'a failover of the database loses accepted result links and sends others twice: its standby is asynchronous; set synchronous_standby_names, and synchronous_commit to on',
  synchronous_commit_off:
    'a crash of the database loses accepted result links: synchronous_commit is off; set it to on',
  fsync_off: 'a crash of the database host loses accepted result links: fsync is off; set it to on',
  full_page_writes_off:
    'a crash of the database host can corrupt it: full_page_writes is off; set it to on',
};

/** Warns once about each way in which the database can lose what was accepted, also when it comes up later. */
export class DurabilityWatch {
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #known: readonly DurabilityRisk[] = [];

  constructor(private readonly options: DurabilityWatchOptions) {}

  start(): void {
    const task = { name: 'durability check', everyMs: EVERY_MS, run: () => this.#check() };
    this.#running = runPeriodically(task, this.options, this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #check(): Promise<void> {
    const { findRisks, log } = this.options;
    const risks = await findRisks();
    for (const risk of risks) {
      if (!this.#known.includes(risk)) log.warn({ risk }, WARNINGS[risk]);
    }
    for (const risk of this.#known) {
      if (!risks.includes(risk)) log.info({ risk }, 'durability risk ended');
    }
    this.#known = risks;
  }
}
