import { paceAfterStart } from '@result-links/delivery';
import type { IntegrationPace, Rate, StartedAttempt, WorkerLoad } from '@result-links/delivery';
import type { Transaction } from '../engine/database.js';
import { toPace } from '../rows/integration-row.js';
import { claimDue, type Share } from '../statements/claims.js';
import {
  lockIntegrations,
  nameOf,
  type IntegrationKey,
  type LockedIntegration,
} from '../statements/integrations.js';
import type { WaitingIntegration } from '../statements/waiting.js';
import { PLANNED_ONCE, type StoreContext } from './context.js';
import { shareSlots, type Claimant, type Room } from './share-slots.js';
import type { WaitingList } from './waiting-list.js';

/** The load of a worker that has no open call and room for any number. */
const NO_LOAD: WorkerLoad = {
  ...{ places: Number.MAX_SAFE_INTEGER, free: Number.MAX_SAFE_INTEGER },
  ...{ callsOf: () => 0, isStuck: () => false },
};

/**
 * Gives a worker up to `limit` due deliveries. One transaction: (1) see which integrations have work
 * and may start attempts, (2) lock those that get a share and share again, now exactly, (3) claim their
 * longest due deliveries, write the intents and move the paces. Holding the integration's lock from (2) on makes
 * its limits exact however many workers claim at once. Where the list of (1) is remembered, all of it takes two
 * round trips.
 */
export async function startAttempts(
  context: StoreContext,
  list: WaitingList,
  workerId: string,
  limit: number,
  load: WorkerLoad = NO_LOAD,
): Promise<StartedAttempt[]> {
  const most = Math.min(limit, load.free);
  const attempts = await context.db.transaction(async (tx) => {
    const remembered = choose(context, list.recent() ?? [], limit, load);
    const isEnough = remembered.slots > 0 && remembered.slots === most;
    const [maySend, chosen, locked] = await Promise.all([
      context.identity.maySend(tx),
      isEnough ? remembered : list.read(tx, limit).then((all) => choose(context, all, limit, load)),
      isEnough ? lockFree(tx, remembered) : null,
    ]);
    if (!maySend || chosen.slots === 0) return [];
    const integrations = locked ?? (await lockFree(tx, chosen));
    // Waiting for another worker's claim would take longer than it takes to come again, unless it has them all.
    const claimed = shareExactly(
      chosen,
      integrations.length > 0 ? integrations : await lockIntegrations(tx, chosen.keys),
      limit,
      load,
    );
    return claimed.length === 0 ? [] : claimDue(tx, workerId, claimed);
  }, PLANNED_ONCE);
  if (attempts.length < most) list.forget();
  list.started(attempts);
  context.identity.started(attempts);
  return attempts;
}

/** The integrations that are to get slots. */
interface Chosen {
  keys: IntegrationKey[];
  /** By name. */
  candidates: Map<string, WaitingIntegration>;
  /** The rate of each that has one. */
  rates: Map<string, Rate>;
  /** Slots of all of them. */
  slots: number;
}

function choose(
  { rate: rateOfService }: StoreContext,
  waiting: readonly WaitingIntegration[],
  limit: number,
  load: WorkerLoad,
): Chosen {
  const mayStart = waiting.filter(
    ({ row, isPaused }) => row.state === 'active' && !isPaused && !load.isStuck(row.account_id),
  );
  const rates = new Map(
    mayStart.flatMap((candidate) => {
      const rate = candidate.accountRate ?? rateOfService;
      return rate ? [[nameOfWaiting(candidate), rate]] : [];
    }),
  );
  const wished = shareSlots(
    mayStart.map((candidate) => toClaimant(candidate, rates, load)),
    roomOf(limit, load),
    mayStart[0]?.now ?? new Date(),
  );
  const chosen = mayStart.filter((candidate) => wished.has(nameOfWaiting(candidate)));
  return {
    keys: chosen.map(({ row }) => keyOf(row)),
    candidates: new Map(chosen.map((candidate) => [nameOfWaiting(candidate), candidate])),
    rates,
    slots: [...wished.values()].reduce((sum, slots) => sum + slots, 0),
  };
}

function lockFree(tx: Transaction, { keys }: Chosen): Promise<LockedIntegration[]> {
  return lockIntegrations(tx, keys, { isWaiting: false });
}

/** What each of the locked integrations gets, with its pace after every number of starts up to that. */
function shareExactly(
  { candidates, rates }: Chosen,
  integrations: readonly LockedIntegration[],
  limit: number,
  load: WorkerLoad,
): Share[] {
  const claimants = integrations.flatMap(({ row }) => {
    const seen = candidates.get(nameOf(keyOf(row)));
    return seen && row.state === 'active' ? [toClaimant({ ...seen, row }, rates, load)] : [];
  });
  const shares = shareSlots(claimants, roomOf(limit, load), integrations[0]?.now ?? new Date());
  return integrations.flatMap(({ row, now }) => {
    const key = keyOf(row);
    const slots = shares.get(nameOf(key)) ?? 0;
    const paces: IntegrationPace[] = [];
    for (let n = 0; n < slots; n += 1) {
      paces.push(paceAfterStart(paces.at(-1) ?? toPace(row), now, rates.get(nameOf(key))));
    }
    return slots === 0 ? [] : [{ ...key, paces }];
  });
}

function roomOf(slots: number, { places, free }: WorkerLoad): Room {
  return { slots, places, free };
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
