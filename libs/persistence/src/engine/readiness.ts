import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from './database.js';
import { DatabaseUnavailableError } from './errors.js';

/** The database for those who have to wait for something: not available until `isReady` says so. */
export function refusingUntil(isReady: () => boolean, db: Database): Database {
  const assertReady = (): void => {
    if (!isReady()) throw new DatabaseUnavailableError(new Error('The database is not ready yet'));
  };
  return {
    ...db,
    query: async (text, values, how) => {
      assertReady();
      return db.query(text, values, how);
    },
    transaction: async (work, how) => {
      assertReady();
      return db.transaction(work, how);
    },
  };
}

/** Between two tries of an action for which the database went away. */
const PAUSE_MS = 500;

/**
 * Waits for the database and runs `action`; from the beginning again whenever the database goes away
 * meanwhile. Anything else that is wrong is thrown.
 */
export async function untilDone(
  db: Database,
  signal: AbortSignal,
  action: () => Promise<void>,
): Promise<void> {
  for (;;) {
    await db.ready(signal);
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof DatabaseUnavailableError)) throw error;
      await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
