import type { Outcome } from '@result-links/kombo-client';
import fc from 'fast-check';
import { ACTIONS, refusalOf, type Action } from './actions.js';
import { processDied } from './attempt-results.js';
import type { AttemptResult } from './model.js';
import type { StartedAttempt } from './ports.js';
import { MemoryStore } from './testing/memory-store/index.js';
import { acceptInput, finishInput, resultOf } from './testing/inputs.js';
import { NOW, OUTCOMES } from './testing/samples.js';
import { later } from './waits.js';

/**
 * Random interleavings of everything that can happen to deliveries, without a worker: the rules alone must
 * never leave the table of moves (the memory store refuses any other move), never give one delivery two
 * attempts at once, and never send again by themselves what may have been written.
 */

/** `TEST_SCHEDULES` runs a long form. */
const RUNS = Number(process.env['TEST_SCHEDULES'] ?? 250);

/** The store, and what is known to those around it. */
interface Model {
  store: MemoryStore;
  ids: string[];
  nowMs: number;
  /** Attempts whose request is under way, also those whose worker was taken for dead. */
  underWay: StartedAttempt[];
}

type Step = (model: Model) => Promise<void>;

function pick<T>(items: T[], index: number): T | undefined {
  return items[index % Math.max(items.length, 1)];
}

async function finish(model: Model, started: StartedAttempt, result: AttemptResult): Promise<void> {
  const { onUnknown } = await model.store.getAccount('default');
  await model.store.finishAttempt(finishInput(started, result, onUnknown, new Date(model.nowMs)));
}

const index = fc.nat({ max: 20 });
const steps: fc.Arbitrary<[string, Step]> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom('w1', 'w2'), fc.integer({ min: 1, max: 3 }))
      .map(([worker, limit]): [string, Step] => [
        `${worker} starts ${limit}`,
        async (model) => {
          model.underWay.push(...(await model.store.startAttempts(worker, limit)));
        },
      ]),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(index, fc.constantFrom<Outcome>(...OUTCOMES), fc.boolean())
      .map(([which, outcome, twice]): [string, Step] => [
        `${which} ends ${outcome}${twice ? ', told twice' : ''}`,
        async (model) => {
          const started = pick(model.underWay, which);
          if (started) {
            model.underWay = model.underWay.filter((other) => other !== started);
            await finish(model, started, resultOf(outcome));
            await (twice ? finish(model, started, resultOf(outcome)) : undefined);
          }
        },
      ]),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('w1', 'w2').map((worker): [string, Step] => [
      `${worker} is taken for dead`,
      async (model) => {
        // Its requests stay under way: the answers may still come.
        for (const orphan of await model.store.openAttempts(worker)) {
          await finish(model, orphan, processDied());
        }
      },
    ]),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(index, fc.constantFrom(...(Object.keys(ACTIONS) as Action[])))
      .map(([which, action]): [string, Step] => [
        `somebody does ${action} to ${which}`,
        async ({ store, ids }) => {
          const id = pick(ids, which) as string;
          const before = store.delivery(id).state;
          const { from, to } = ACTIONS[action];
          const moved = await store.move('default', id, from, to);
          expect(moved?.moved).toBe(refusalOf(action, before) === null);
        },
      ]),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('a:1', 'b:1')
      .map((integrationId): [string, Step] => [
        `${integrationId} is released`,
        async ({ store }) => void (await store.releaseIntegration('default', integrationId)),
      ]),
  },
  {
    weight: 1,
    arbitrary: fc.constant<[string, Step]>([
      'the account is released',
      async ({ store }) => void (await store.releaseAccount('default')),
    ]),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(1_000, 70_000, 4_000_000)
      .map((ms): [string, Step] => [`${ms} ms pass`, async (model) => void (model.nowMs += ms)]),
  },
);

function check({ store, ids }: Model): void {
  expect(store.illegalMoves).toEqual([]);
  for (const id of ids) {
    const { state, attemptCount, nextAttemptAt, countedAttempts } = store.delivery(id);
    const attempts = store.attemptsOf(id);
    const open = attempts.filter(({ finishedAt }) => finishedAt === null);
    expect(open.length).toBe(state === 'delivering' ? 1 : 0);
    expect(attempts.map(({ number }) => number)).toEqual(attempts.map((_, i) => i + 1));
    expect(attemptCount).toBe(attempts.length);
    expect(countedAttempts).toBeLessThanOrEqual(attempts.length);
    expect(nextAttemptAt !== null).toBe(state === 'queued' || state === 'retrying');
    if (state !== 'delivering' && attempts.some(({ outcome }) => outcome === 'delivered')) {
      expect(state).toBe('delivered');
    }
  }
}

/** With `hold`, an unknown delivery is only ever under way again after a human has resolved it. */
function checkNobodyRepeatsTheUnknown({ store, ids }: Model): void {
  for (const id of ids) {
    const states = store.moves
      .filter((move) => move.deliveryId === id)
      .map(({ from, to }) => `${from}>${to}`);
    const repeats = states.filter(
      (move) => move === 'unknown>retrying' || move === 'unknown>parked',
    );
    const proofs = store.closings.filter(
      (closing, i, all) =>
        closing.deliveryId === id &&
        closing.outcome !== 'unknown' &&
        all
          .slice(0, i)
          .some((earlier) => earlier.deliveryId === id && earlier.attempt === closing.attempt),
    );
    expect(repeats.length).toBeLessThanOrEqual(proofs.length);
  }
}

describe('the life of deliveries', () => {
  it.each(['hold', 'retry'] as const)(
    'never leaves the allowed graph (unknown: %s)',
    async (onUnknown) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(
            steps.map(([name, run]) => Object.assign(run, { toString: () => name })),
            { minLength: 5, maxLength: 80 },
          ),
          async (run) => {
            const model: Model = {
              store: new MemoryStore(() => new Date(model.nowMs)),
              ids: [],
              nowMs: NOW.getTime(),
              underWay: [],
            };
            model.store.account('default').onUnknown = onUnknown;
            for (let i = 0; i < 4; i += 1) {
              const integrationId = i < 3 ? 'a:1' : 'b:1';
              const accepted = await model.store.accept(
                acceptInput({ accountId: 'default', integrationId, candidate: `c${i}` }),
              );
              model.ids.push(accepted.delivery.id);
            }
            for (const step of run) {
              await step(model);
              check(model);
            }
            if (onUnknown === 'hold') {
              checkNobodyRepeatsTheUnknown(model);
            }
          },
        ),
        { numRuns: RUNS },
      );
    },
    30_000 + RUNS * 50,
  );

  it('repairs nothing twice: an answer told again changes nothing', async () => {
    const model: Model = {
      store: new MemoryStore(() => NOW),
      ids: [],
      nowMs: NOW.getTime(),
      underWay: [],
    };
    const { delivery } = await model.store.accept(
      acceptInput({ accountId: 'default', integrationId: 'a:1' }),
    );
    const [started] = await model.store.startAttempts('w1', 1);
    await finish(
      model,
      started as StartedAttempt,
      resultOf('throttled', { limits: { retryAfterSeconds: 3 } }),
    );
    const after = model.store.delivery(delivery.id);
    expect(after).toMatchObject({ state: 'retrying', nextAttemptAt: later(NOW, 3_500) });
    await finish(
      model,
      started as StartedAttempt,
      resultOf('throttled', { limits: { retryAfterSeconds: 3 } }),
    );
    expect(model.store.delivery(delivery.id)).toEqual(after);
    expect(model.store.integration('default', 'a:1').pace.window).toBe(5);
  });
});
