import { paceAfterStart } from '@result-links/delivery';
import type { Rate, StartedAttempt, WorkerLoad } from '@result-links/delivery';
import type { Transaction } from '../engine/database.js';
import { toPace } from '../rows/integration-row.js';
import { claimDue } from '../statements/claims.js';
import {
  lockIntegrations,
  nameOf,
  updatePaces,
  type IntegrationKey,
  type LockedIntegration,
} from '../statements/integrations.js';
import { listWaitingIntegrations, type WaitingIntegration } from '../statements/waiting.js';
import { PLANNED_ONCE, type StoreContext } from './context.js';
import { shareSlots, type Claimant } from './share-slots.js';

/** The load of a worker that has no open call and room for any number. */
const NO_LOAD: WorkerLoad = {
  ...{ places: Number.MAX_SAFE_INTEGER, free: Number.MAX_SAFE_INTEGER },
  ...{ callsOf: () => 0, isStuck: () => false },
};

/**
 * Gives a worker up to `limit` due deliveries. One transaction: (1) see which integrations have work
 * and may start attempts, (2) lock those that get a share and share again, now exactly, (3) claim their
 * longest due deliveries and write the intents, (4) move the paces. Holding the integration's lock from (2) on makes its
 * limits exact however many workers claim at once.
 */
export async function startAttempts(
  context: StoreContext,
  workerId: string,
  limit: number,
  load: WorkerLoad = NO_LOAD,
): Promise<StartedAttempt[]> {
  const attempts = await context.db.transaction(async (tx) => {
    const [maySend, waiting] = await Promise.all([
      context.identity.maySend(tx),
      listWaitingIntegrations(tx, limit),
    ]);
    if (!maySend) return [];
    const claimed = await lockShares(context, tx, waiting, limit, load);
    if (claimed.shares.size === 0) return [];

    const started = await claimDue(tx, workerId, sharesOf(claimed));
    if (started.length > 0) takePlaces(tx, claimed, started);
    return started;
  }, PLANNED_ONCE);
  context.identity.started(attempts);
  return attempts;
}

/** The integrations that get slots, locked. */
interface Claimed {
  integrations: LockedIntegration[];
  shares: Map<string, number>;
  /** The rate of each that has one. */
  rates: Map<string, Rate>;
}

async function lockShares(
  { rate: rateOfService }: StoreContext,
  tx: Transaction,
  waiting: readonly WaitingIntegration[],
  limit: number,
  load: WorkerLoad,
): Promise<Claimed> {
  const room = { slots: limit, places: load.places, free: load.free };
  const mayStart = waiting.filter(
    ({ row, isPaused }) => row.state === 'active' && !isPaused && !load.isStuck(row.account_id),
  );
  const now = mayStart[0]?.now ?? new Date();
  const rates = new Map(
    mayStart.flatMap((candidate) => {
      const rate = candidate.accountRate ?? rateOfService;
      return rate ? [[nameOfWaiting(candidate), rate]] : [];
    }),
  );
  const asClaimant = (candidate: WaitingIntegration) => toClaimant(candidate, rates, load);
  const wished = shareSlots(mayStart.map(asClaimant), room, now);
  const chosen = mayStart.filter((candidate) => wished.has(nameOfWaiting(candidate)));
  if (chosen.length === 0) return { integrations: [], shares: new Map(), rates };

  const integrations = await lockSome(
    tx,
    chosen.map(({ row }) => keyOf(row)),
  );
  const claimants = integrations
    .filter(({ row }) => row.state === 'active')
    .map(({ row }) => {
      const seen = chosen.find((candidate) => nameOfWaiting(candidate) === nameOf(keyOf(row)));
      return asClaimant({ ...(seen as WaitingIntegration), row });
    });
  const lockedAt = integrations[0]?.now ?? now;
  return { integrations, shares: shareSlots(claimants, room, lockedAt), rates };
}

/**
 * Those that nobody else holds, if there are any: waiting for another worker's claim would take longer than
 * it takes to come again, and its integrations are being served meanwhile.
 */
async function lockSome(tx: Transaction, keys: IntegrationKey[]): Promise<LockedIntegration[]> {
  const free = await lockIntegrations(tx, keys, { isWaiting: false });
  return free.length > 0 ? free : lockIntegrations(tx, keys);
}

function sharesOf({ integrations, shares }: Claimed) {
  return integrations.flatMap(({ row }) => {
    const key = keyOf(row);
    const slots = shares.get(nameOf(key)) ?? 0;
    return slots === 0 ? [] : [{ ...key, slots }];
  });
}

function takePlaces(
  tx: Transaction,
  { integrations, rates }: Claimed,
  attempts: readonly StartedAttempt[],
): void {
  const started = new Map<string, number>();
  for (const { delivery } of attempts) {
    const name = nameOf(delivery);
    started.set(name, (started.get(name) ?? 0) + 1);
  }
  const changes = integrations.flatMap(({ row, now }) => {
    const name = nameOf(keyOf(row));
    const count = started.get(name) ?? 0;
    let pace = toPace(row);
    for (let n = 0; n < count; n += 1) pace = paceAfterStart(pace, now, rates.get(name));
    return count === 0 ? [] : [{ ...keyOf(row), pace, inFlightChange: count }];
  });
  // No news: whoever waits for a delivery waits for what its attempt comes to.
  updatePaces(tx, changes);
}

function keyOf(row: { account_id: string; id: string }) {
  return { accountId: row.account_id, integrationId: row.id };
}

function nameOfWaiting({ row }: WaitingIntegration): string {
  return nameOf(keyOf(row));
}

function toClaimant(
  waiting: WaitingIntegration,
  rates: ReadonlyMap<string, Rate>,
  load: WorkerLoad,
): Claimant {
  const group = nameOfWaiting(waiting);
  return {
    group,
    rate: rates.get(group),
    pace: toPace(waiting.row),
    inFlight: waiting.row.in_flight,
    callsHere: load.callsOf(keyOf(waiting.row)),
    dueCount: waiting.dueCount,
    firstDueAt: waiting.firstDueAt,
  };
}
