import type { Log, Rate } from '@result-links/delivery';
import { BULK_MS, type Database, type TransactionOptions } from '../engine/database.js';
import type { NewsDesk } from '../events/news-desk.js';
import type { DatabaseIdentity } from '../identity/database-identity.js';

/** What the stores work with. */
export interface StoreContext {
  db: Database;
  news: NewsDesk;
  log: Log;
  /** Says whether attempts may start. */
  identity: DatabaseIdentity;
  /** A rate per integration besides what Kombo tells; absent: none. */
  rate?: Rate;
}

/** For accepting. */
export const BY_INDEX: TransactionOptions = { isByIndex: true };

/** For the start and the end of attempts. */
export const PLANNED_ONCE: TransactionOptions = { isByIndex: true, isPlannedOnce: true };

/** For those that go through many rows, or wait for others that do. */
export const BULK: TransactionOptions = { deadlineMs: BULK_MS };
