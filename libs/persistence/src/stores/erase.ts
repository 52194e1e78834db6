import { randomUUID } from 'node:crypto';
import type { Actor, Erasure, ErasureRequest } from '@result-links/delivery';
import { BULK_MS, patient } from '../engine/database.js';
import { listAccountIds } from '../statements/accounts.js';
import { recordAction } from '../statements/audit-records.js';
import {
  eraseContent,
  eraseFromWebhooks,
  eraseIdentity,
  lockEnded,
  lockOfTarget,
  takeRetentionTurn,
} from '../statements/erasure.js';
import { countErased, findErasure, insertErasure } from '../statements/erasures.js';
import { BULK, type StoreContext } from './context.js';

/** Deliveries erased in one transaction: few, so that nobody waits for long. */
const BATCH = 200;

const WAITING: readonly string[] = ['queued', 'retrying', 'parked'];

/** One batch of retention; see `PrivacyStore.eraseEnded`. */
export async function eraseEnded(
  { db }: StoreContext,
  retentionMs: number,
  limit: number,
): Promise<number> {
  return db.transaction(async (tx) => {
    if (!(await takeRetentionTurn(tx))) return 0;
    const ended = await lockEnded(tx, retentionMs, limit);
    if (ended.length > 0) await eraseContent(tx, ended);
    return ended.length;
  }, BULK);
}

/** Erases everything about a target; see `PrivacyStore.eraseTarget`. */
export async function eraseTarget(
  context: StoreContext,
  request: ErasureRequest,
  by?: Actor,
): Promise<Erasure> {
  const { db } = context;
  const { target, integrationId } = request;
  const id = randomUUID();
  // What is left of the deliveries can still be seen to belong together, but not to whom.
  const standIn = `erased:${id}`;
  await db.transaction(async (tx) => {
    await insertErasure(tx, id, request);
    recordAction(tx, by, {
      action: 'target.erase',
      ...{ accountId: request.accountId, subject: id },
      details: { target: target.type, integration_id: integrationId },
    });
  });
  const accountIds = request.accountId === null ? await listAccountIds(db) : [request.accountId];
  for (const accountId of accountIds) {
    const of = { accountId, integrationId, target };
    while ((await eraseBatch(context, of, { id, standIn })) === BATCH);
    await eraseFromWebhooks(patient(db, BULK_MS), of, standIn);
  }
  const erasure = await findErasure(db, id);
  if (erasure === null) throw new Error(`the record of erasure ${id} is gone`);
  return erasure;
}

/** Found again until nothing is: an erased delivery is no longer one of the target. */
async function eraseBatch(
  { db, news }: StoreContext,
  of: Parameters<typeof lockOfTarget>[1],
  erasure: { id: string; standIn: string },
): Promise<number> {
  return db.transaction(async (tx) => {
    const deliveries = await lockOfTarget(tx, of, BATCH);
    if (deliveries.length === 0) return 0;
    const ids = deliveries.map((delivery) => delivery.id);
    await eraseContent(tx, deliveries);
    await eraseIdentity(tx, ids, erasure.standIn);
    await countErased(tx, erasure.id, {
      deliveries: ids.length,
      cancelled: deliveries.filter(({ state }) => WAITING.includes(state)).length,
      inFlight: deliveries.filter(({ state }) => state === 'delivering').length,
    });
    // Those who wait for an outcome learn that there will be none.
    await news.announce(tx, { deliveryIds: ids });
    return ids.length;
  }, BULK);
}
