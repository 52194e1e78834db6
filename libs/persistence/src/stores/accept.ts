import { earlierAnswer, firstPace, newDeliveryId } from '@result-links/delivery';
import type { AcceptInput, AcceptResult, Delivery, IntegrationPace } from '@result-links/delivery';
import type { Transaction } from '../engine/database.js';
import {
  asDelivery,
  findByContents,
  findByIdempotencyKeys,
  insertDeliveries,
  lockRequests,
  type NewDelivery,
} from '../statements/accepting.js';
import { findConcurrencyLimit, insertAccount } from '../statements/accounts.js';
import { acceptedAtOf } from '../statements/delivery-filter.js';
import {
  findHoldStates,
  insertIntegration,
  nameOf,
  type HoldState,
  type IntegrationKey,
} from '../statements/integrations.js';
import { BY_INDEX, type StoreContext } from './context.js';

/**
 * Keeps result links in one transaction, as if they had come one after the other: a repetition within
 * the group is answered with the delivery of its first.
 */
export async function acceptGroup(
  { db, news }: StoreContext,
  inputs: readonly AcceptInput[],
): Promise<AcceptResult[]> {
  return db.transaction(async (tx) => {
    lockRequests(tx, inputs);
    const [earlier, holds] = await Promise.all([
      earlierDeliveries(tx, inputs),
      introduce(tx, inputs),
    ]);
    const now = new Date();

    const added: NewDelivery[] = [];
    const answers = inputs.map((input): AcceptResult => {
      // Earlier ones carry the hash as it is kept.
      const contentHash = tx.vault.contentHashToColumn(input.contentHash);
      const request = { ...input, contentHash };
      const answer = earlierAnswer(request, earlier.of(request), now);
      if (answer.kind !== 'none') return answer;
      const addition = newDelivery(input, holds.get(nameOf(input)) as HoldState);
      added.push(addition);
      const delivery = asDelivery(addition, tx.vault);
      earlier.add(delivery);
      return { kind: 'accepted', delivery };
    });
    if (added.length > 0) insertDeliveries(tx, added);
    if (added.some(({ state }) => state === 'queued')) await news.announce(tx, { work: true });
    return answers;
  }, BY_INDEX);
}

/** Deliveries that may answer a request, by what it is recognised by. */
class EarlierDeliveries {
  readonly #byName = new Map<string, Delivery[]>();

  add(delivery: Delivery): void {
    for (const name of [keyName(delivery), contentName(delivery)]) {
      const list = this.#byName.get(name);
      if (list) list.push(delivery);
      else this.#byName.set(name, [delivery]);
    }
  }

  /** A request with a key is recognised by that alone, one without by its content. */
  of(request: AcceptInput): Delivery[] {
    const name = request.idempotencyKey === null ? contentName(request) : keyName(request);
    return this.#byName.get(name) ?? [];
  }
}

type Recognisable = Pick<
  Delivery,
  'accountId' | 'integrationId' | 'idempotencyKey' | 'contentHash'
>;

const keyName = ({ accountId, integrationId, idempotencyKey }: Recognisable) =>
  JSON.stringify(['key', accountId, integrationId, idempotencyKey]);
const contentName = ({ accountId, contentHash }: Recognisable) =>
  JSON.stringify(['content', accountId, contentHash]);

async function earlierDeliveries(
  tx: Transaction,
  inputs: readonly AcceptInput[],
): Promise<EarlierDeliveries> {
  const keyed = inputs.filter(({ idempotencyKey }) => idempotencyKey !== null);
  const unkeyed = inputs.filter(
    ({ idempotencyKey, dedupeWindowMs }) => idempotencyKey === null && dedupeWindowMs > 0,
  );
  // Both at once: the second is sent before the first is answered.
  const found = await Promise.all([
    keyed.length > 0 ? findByIdempotencyKeys(tx, keyed) : [],
    unkeyed.length > 0 ? findByContents(tx, unkeyed) : [],
  ]);
  const earlier = new EarlierDeliveries();
  for (const delivery of found.flat()) earlier.add(delivery);
  return earlier;
}

function newDelivery(input: AcceptInput, hold: HoldState): NewDelivery {
  const id = newDeliveryId();
  return { ...input, id, acceptedAt: acceptedAtOf(id), ...firstState(hold) };
}

/** Where it starts; one that has to wait says why, as those do that were parked with their integration. */
function firstState({
  isParked,
  isPaused,
  details,
  now,
}: HoldState): Pick<NewDelivery, 'state' | 'nextAttemptAt' | 'lastOutcome' | 'lastDetails'> {
  if (!isParked && !isPaused) {
    return { state: 'queued', nextAttemptAt: now, lastOutcome: null, lastDetails: null };
  }
  const lastOutcome = isPaused ? 'account_broken' : 'integration_broken';
  return { state: 'parked', nextAttemptAt: null, lastOutcome, lastDetails: details };
}

/** Makes accounts and integrations known that are new, and tells which have to wait. */
async function introduce(
  tx: Transaction,
  inputs: readonly IntegrationKey[],
): Promise<Map<string, HoldState>> {
  const wanted = new Map(inputs.map((input) => [nameOf(input), input]));
  const known = await findHoldStates(tx, [...wanted.values()]);
  // In one order, so that two groups with the same new integrations do not wait for each other.
  const unknown = [...wanted.keys()].filter((name) => !known.has(name)).sort();
  if (unknown.length === 0) return known;
  for (const name of unknown) {
    const key = wanted.get(name) as IntegrationKey;
    await insertAccount(tx, key.accountId);
    await insertIntegration(tx, key, await firstPaceOf(tx, key.accountId));
  }
  // Asked again: an account may be paused, or somebody else was quicker and parked an integration.
  return findHoldStates(tx, [...wanted.values()]);
}

/** The pace of a new integration: slow start as ever, under the account's own cap if it has one. */
async function firstPaceOf(tx: Transaction, accountId: string): Promise<IntegrationPace> {
  const pace = firstPace();
  const concurrencyLimit = (await findConcurrencyLimit(tx, accountId)) ?? pace.concurrencyLimit;
  return { ...pace, concurrencyLimit, window: Math.min(pace.window, concurrencyLimit) };
}
