import { BULK, type StoreContext } from './context.js';
import { BULK_MS, patient } from '../engine/database.js';
import {
  findMiscountedIntegrations,
  lockIntegrations,
  recountInFlight,
} from '../statements/integrations.js';
import { parkStragglers } from '../statements/waiting.js';
import { deleteLongSilentWorkers } from '../statements/workers.js';

/**
 * Brings states and counts in line with the deliveries and attempts, which are the truth. Safe to run at
 * any time and on several replicas at once; each step is a transaction of its own.
 *
 * @returns how many deliveries and counts were put right.
 */
export async function reconcile(context: StoreContext): Promise<number> {
  const parked = await context.db.transaction((tx) => parkStragglers(tx), BULK);
  const recounted = await recount(context);
  await deleteLongSilentWorkers(context.db);
  return parked + recounted;
}

async function recount({ db, news }: StoreContext): Promise<number> {
  let wrong = 0;
  for (const key of await findMiscountedIntegrations(patient(db, BULK_MS))) {
    // Seen without a lock, so it may have been an attempt just starting: count again under it.
    wrong += await db.transaction(async (tx) => {
      await lockIntegrations(tx, [key]);
      const isWrong = await recountInFlight(tx, key);
      if (isWrong) await news.announce(tx, { work: true });
      return isWrong ? 1 : 0;
    });
  }
  return wrong;
}
