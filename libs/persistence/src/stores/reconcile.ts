import type { StoreContext } from './context.js';
import {
  findMiscountedIntegrations,
  lockIntegrations,
  recountInFlight,
} from '../statements/integrations.js';
import { listJobless, parkStragglers, repointJobless } from '../statements/waiting.js';
import { deleteLongSilentWorkers } from '../statements/workers.js';
import { enqueuePointed } from './enqueue.js';

/** Deliveries given a job in one transaction. */
const BATCH = 1_000;
/** Ids held in memory at once; what is beyond comes with the next run. */
const AT_MOST = 500_000;

/**
 * Brings queue, states and counts in line with the deliveries and attempts, which are the truth. Safe
 * to run at any time and on several replicas at once; each step is a transaction of its own.
 *
 * @returns how many deliveries were given a new job.
 */
export async function reconcile(context: StoreContext): Promise<number> {
  await context.db.transaction((tx) => parkStragglers(tx));
  await context.queue.removeStale();
  await recount(context);
  await deleteLongSilentWorkers(context.db);
  return giveJobs(context);
}

async function giveJobs(context: StoreContext): Promise<number> {
  const ids = await listJobless(context.db, null, AT_MOST);
  let given = 0;
  for (let from = 0; from < ids.length; from += BATCH) {
    given += await context.db.transaction(async (tx) => {
      const pointed = await repointJobless(tx, ids.slice(from, from + BATCH));
      await enqueuePointed(context, tx, pointed);
      if (pointed.length > 0) await context.news.announce(tx, { work: true });
      return pointed.length;
    });
  }
  return given;
}

async function recount({ db, news }: StoreContext): Promise<void> {
  for (const key of await findMiscountedIntegrations(db)) {
    // Seen without a lock, so it may have been an attempt just starting: count again under it.
    await db.transaction(async (tx) => {
      await lockIntegrations(tx, [key]);
      await recountInFlight(tx, key);
      await news.announce(tx, { work: true });
    });
  }
}
