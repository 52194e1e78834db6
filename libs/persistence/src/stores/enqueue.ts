import type { Transaction } from '../engine/database.js';
import { groupOf } from '../queue/job-queue.js';
import type { PointedDelivery } from '../statements/waiting.js';
import type { StoreContext } from './context.js';

/** Enqueues the jobs that deliveries have been pointed at. */
export async function enqueuePointed(
  { queue }: StoreContext,
  tx: Transaction,
  pointed: readonly PointedDelivery[],
): Promise<void> {
  await queue.enqueue(
    tx,
    pointed.map((delivery) => ({
      id: delivery.jobId,
      deliveryId: delivery.deliveryId,
      group: groupOf(delivery),
      startAfter: delivery.startAfter,
      isRepeat: delivery.isRepeat,
    })),
  );
}
