import { paceAfterStart } from '@result-links/delivery';
import type { Attempt, Delivery, StartedAttempt } from '@result-links/delivery';
import type { Transaction } from '../engine/database.js';
import { groupOf, type Job } from '../queue/job-queue.js';
import { toPace } from '../rows/integration-row.js';
import { insertAttempts } from '../statements/attempts.js';
import { lockDeliveriesOfJobs, markDelivering } from '../statements/deliveries.js';
import {
  lockIntegrations,
  updatePace,
  type LockedIntegration,
} from '../statements/integrations.js';
import {
  listJobless,
  listWaitingIntegrations,
  repointJobless,
  type WaitingIntegration,
} from '../statements/waiting.js';
import { recordHeartbeat } from '../statements/workers.js';
import type { StoreContext } from './context.js';
import { enqueuePointed } from './enqueue.js';
import { shareSlots, type Claimant } from './share-slots.js';
import { takeJobs } from './take-jobs.js';

/**
 * Gives a worker up to `limit` due deliveries. One transaction: (1) see which integrations have work
 * and may start attempts, (2) lock those that get a share and share again, now exactly, (3) take their
 * jobs, (4) write the intents. Holding the integration's lock from (2) on makes its limits exact
 * however many workers claim at once.
 */
export async function startAttempts(
  context: StoreContext,
  workerId: string,
  limit: number,
): Promise<StartedAttempt[]> {
  return context.db.transaction(async (tx) => {
    const waiting = await listWaitingIntegrations(tx, limit);
    const claimed = await lockShares(context, tx, waiting, limit);
    if (claimed.shares.size === 0) return [];

    const taken = await takeJobs(context.queue, tx, {
      shares: claimed.shares,
      otherGroups: waiting.map(groupOfWaiting).filter((group) => !claimed.shares.has(group)),
      isCurrent: (jobs) => lockDeliveriesOfJobs(tx, jobs),
    });
    const started = taken.length === 0 ? [] : await start(context, tx, workerId, claimed, taken);
    await replaceMissingJobs(context, tx, claimed, taken);
    return started;
  });
}

/** The integrations that get slots, locked. */
interface Claimed {
  integrations: LockedIntegration[];
  shares: Map<string, number>;
}

async function lockShares(
  { rate }: StoreContext,
  tx: Transaction,
  waiting: readonly WaitingIntegration[],
  limit: number,
): Promise<Claimed> {
  const mayStart = waiting.filter(({ row, isPaused }) => row.state === 'active' && !isPaused);
  const now = mayStart[0]?.now ?? new Date();
  const wished = shareSlots(mayStart.map(asClaimant), limit, now, rate);
  const chosen = mayStart.filter((candidate) => wished.has(groupOfWaiting(candidate)));
  if (chosen.length === 0) return { integrations: [], shares: new Map() };

  const integrations = await lockIntegrations(
    tx,
    chosen.map(({ row }) => keyOf(row)),
  );
  const claimants = integrations
    .filter(({ row }) => row.state === 'active')
    .map(({ row }) => {
      const seen = chosen.find((candidate) => groupOfWaiting(candidate) === groupOf(keyOf(row)));
      return asClaimant({ ...(seen as WaitingIntegration), row });
    });
  const lockedAt = integrations[0]?.now ?? now;
  return { integrations, shares: shareSlots(claimants, limit, lockedAt, rate) };
}

/** Due deliveries without a job (pg-boss lost it): they get a new one, which the next claim takes. */
async function replaceMissingJobs(
  context: StoreContext,
  tx: Transaction,
  { integrations, shares }: Claimed,
  taken: readonly Job[],
): Promise<void> {
  for (const { row } of integrations) {
    const group = groupOf(keyOf(row));
    const missing = (shares.get(group) ?? 0) - taken.filter((job) => job.group === group).length;
    if (missing <= 0) continue;
    const pointed = await repointJobless(tx, await listJobless(tx, keyOf(row), missing));
    await enqueuePointed(context, tx, pointed);
    if (pointed.length > 0) await context.news.announce(tx, { work: true });
  }
}

async function start(
  { rate, news }: StoreContext,
  tx: Transaction,
  workerId: string,
  { integrations }: Claimed,
  jobs: readonly Job[],
): Promise<StartedAttempt[]> {
  const ids = jobs.map((job) => job.deliveryId);
  const deliveries = await markDelivering(tx, ids);
  const attempts = await insertAttempts(tx, ids, workerId);
  await recordHeartbeat(tx, workerId);
  for (const { row, now } of integrations) {
    const group = groupOf(keyOf(row));
    const count = jobs.filter((job) => job.group === group).length;
    let pace = toPace(row);
    for (let n = 0; n < count; n += 1) pace = paceAfterStart(pace, now, rate);
    if (count > 0) await updatePace(tx, keyOf(row), pace, count);
  }
  await news.announce(tx, { deliveryIds: ids });
  return pair(deliveries, attempts);
}

function pair(deliveries: readonly Delivery[], attempts: readonly Attempt[]): StartedAttempt[] {
  const byId = new Map(deliveries.map((delivery) => [delivery.id, delivery]));
  return attempts.flatMap((attempt) => {
    const delivery = byId.get(attempt.deliveryId);
    return delivery ? [{ delivery, attempt }] : [];
  });
}

function keyOf(row: { account_id: string; id: string }) {
  return { accountId: row.account_id, integrationId: row.id };
}

function groupOfWaiting({ row }: WaitingIntegration): string {
  return groupOf(keyOf(row));
}

function asClaimant(waiting: WaitingIntegration): Claimant {
  return {
    group: groupOfWaiting(waiting),
    pace: toPace(waiting.row),
    inFlight: waiting.row.in_flight,
    dueCount: waiting.dueCount,
    firstDueAt: waiting.firstDueAt,
  };
}
