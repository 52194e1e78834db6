/* eslint-disable @nx/enforce-module-boundaries -- measures the stores by themselves, without an app around them */
import { randomUUID } from 'node:crypto';
import {
  contentHash,
  decide,
  type AcceptInput,
  type AttemptResult,
  type StartedAttempt,
} from '@result-links/delivery';
import { openPersistence, type Persistence } from '@result-links/persistence';
import { EXAMPLE } from './example.ts';

const ACCOUNT = 'default';
const INTEGRATIONS = 50;
const WORKER = 'bench/1/growth';
/** Every so many-th delivery is refused by the ATS. */
const REFUSED_ONE_IN = 50;

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The stores on a PostgreSQL database, its schema up to date. */
export async function openStores(databaseUrl: string): Promise<Persistence> {
  const stores = await openPersistence({ databaseUrl, dataDir: '', log: silent });
  await stores.ready();
  await stores.saveAccount({ id: ACCOUNT, onUnknown: 'hold' });
  return stores;
}

/** Accepts `count` new result links, `callers` at a time, over all integrations in turn. */
export async function acceptAll(
  { deliveries }: Persistence,
  count: number,
  callers: number,
): Promise<void> {
  let left = count;
  const caller = async () => {
    while (left-- > 0) await deliveries.accept(newLink(left));
  };
  await Promise.all(Array.from({ length: callers }, caller));
}

function newLink(n: number): AcceptInput {
  const content = {
    integrationId: `workday:bench${n % INTEGRATIONS}`,
    target: { type: 'candidate' as const, id: randomUUID() },
    body: { ...EXAMPLE, url: `https://assessments.example.com/results/${randomUUID()}` },
  };
  return {
    ...{ accountId: ACCOUNT, ...content, contentHash: contentHash(content) },
    ...{ idempotencyKey: null, dedupeWindowMs: 86_400_000 },
  };
}

/**
 * Delivers all that waits: the intent of `atOnce` attempts, then the end of each, as if Kombo answered at
 * once. Returns how many.
 */
export async function deliverAll({ work }: Persistence, atOnce: number): Promise<number> {
  let delivered = 0;
  for (;;) {
    const started = await work.startAttempts(WORKER, atOnce);
    if (started.length === 0) return delivered;
    await Promise.all(
      started.map((each, n) =>
        work.finishAttempt(endOf(each, (delivered + n) % REFUSED_ONE_IN === 0 ? REFUSED : WRITTEN)),
      ),
    );
    delivered += started.length;
  }
}

function endOf(
  { delivery, attempt }: StartedAttempt,
  result: AttemptResult,
): Parameters<Persistence['work']['finishAttempt']>[0] {
  const at = new Date();
  const dice = { now: at, random: Math.random };
  return {
    ...{ deliveryId: delivery.id, attemptNumber: attempt.number },
    ...{ startedAt: attempt.startedAt, workerId: attempt.workerId },
    ...{ result, transition: decide(result, delivery, { onUnknown: 'hold' }, dice), at },
  };
}

const LIMITS = { concurrencyLimit: 30, concurrencyRemaining: 29 };
const WRITTEN: AttemptResult = {
  outcome: 'delivered',
  details: {
    ...{ httpStatus: 200, code: null, title: null, message: null, logUrl: null },
    requestSent: 'yes',
  },
  warnings: [],
  limits: LIMITS,
};
const REFUSED: AttemptResult = {
  outcome: 'rejected',
  details: {
    ...{ httpStatus: 400, code: 'REMOTE.INPUT_INVALID', title: 'The ATS refused the request' },
    message: 'The candidate is archived and cannot be changed.',
    logUrl: 'https://app.kombo.dev/bench/logs/3kPq8TnVwXyZ5bRdHjMcLfGs',
    requestSent: 'yes',
  },
  warnings: [],
  limits: LIMITS,
};

/** A page of the newest 50. */
export async function listNewest({ deliveries }: Persistence): Promise<void> {
  const page = await deliveries.list({ accountId: ACCOUNT }, { limit: 50 });
  if (page.deliveries.length !== 50) throw new Error('there are fewer than 50');
}

/** One delivery with its attempts. */
export async function show({ deliveries }: Persistence, id: string): Promise<void> {
  const delivery = await deliveries.find(ACCOUNT, id);
  const attempts = await deliveries.listAttempts(ACCOUNT, id);
  if (delivery === null || attempts.length === 0) throw new Error(`${id} was never delivered`);
}
