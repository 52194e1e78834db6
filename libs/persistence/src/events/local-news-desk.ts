import type { Log } from '@result-links/delivery';
import type { Transaction } from '../engine/database.js';
import { Listeners } from './listeners.js';
import type { News, NewsDesk } from './news-desk.js';

/** News within one process: the embedded engine has no other. */
export class LocalNewsDesk extends Listeners implements NewsDesk {
  readonly isHearing = true;

  constructor(log: Log) {
    super(log);
  }

  start(): void {
    // Nothing to listen to but ourselves.
  }

  async announce(tx: Transaction, news: News): Promise<void> {
    tx.afterCommit(() => this.tell(news));
  }

  async stop(): Promise<void> {
    // Nothing is open.
  }
}
