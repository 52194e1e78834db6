import type { Log, Rate } from '@result-links/delivery';
import type { Database } from '../engine/database.js';
import type { NewsDesk } from '../events/news-desk.js';

/** What the stores work with. */
export interface StoreContext {
  db: Database;
  news: NewsDesk;
  log: Log;
  /** A rate per integration besides what Kombo tells; absent: none. */
  rate?: Rate;
}
