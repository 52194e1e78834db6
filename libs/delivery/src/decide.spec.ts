import fc from 'fast-check';
import { decide, type Transition } from './decide.js';
import type { ObservedLimits } from './model.js';
import { A_FEW_CAUTIOUS_REPEATS, TWO_DAYS_OF_PATIENCE } from './retry-schedules.js';
import { isAllowed } from './states.js';
import { resultOf } from './testing/inputs.js';
import { aDelivery, NOW, OUTCOMES } from './testing/samples.js';
import { HOUR, LONGEST_WAIT_MS, MINUTE, SECOND } from './waits.js';

const middle = { now: NOW, random: () => 0.5 };
const HOLD = { onUnknown: 'hold' } as const;
const RETRY = { onUnknown: 'retry' } as const;
const fresh = { countedAttempts: 0, throttledInARow: 0 };

function waitMs({ nextAttemptAt }: Transition): number {
  return nextAttemptAt === null ? NaN : nextAttemptAt.getTime() - NOW.getTime();
}

describe('decide', () => {
  const table: [string, 'hold' | 'retry', number, Partial<Transition>][] = [
    ['delivered', 'hold', 0, { to: 'delivered', effect: 'none' }],
    ['rejected', 'hold', 0, { to: 'failed', effect: 'none' }],
    ['throttled', 'hold', 0, { to: 'retrying', counts: false, effect: 'slow_integration' }],
    ['throttled', 'hold', 999, { to: 'retrying', counts: false, effect: 'slow_integration' }],
    ['unavailable', 'hold', 0, { to: 'retrying', counts: true, effect: 'none' }],
    ['unavailable', 'hold', TWO_DAYS_OF_PATIENCE.length - 1, { to: 'retrying' }],
    ['unavailable', 'hold', TWO_DAYS_OF_PATIENCE.length, { to: 'failed', nextAttemptAt: null }],
    ['integration_broken', 'hold', 0, { to: 'parked', counts: false, effect: 'park_integration' }],
    ['account_broken', 'hold', 0, { to: 'parked', counts: false, effect: 'pause_account' }],
    ['unknown', 'hold', 0, { to: 'unknown', nextAttemptAt: null, effect: 'none' }],
    ['unknown', 'retry', 0, { to: 'retrying', counts: true, effect: 'none' }],
    ['unknown', 'retry', A_FEW_CAUTIOUS_REPEATS.length, { to: 'unknown', nextAttemptAt: null }],
  ];
  it.each(table)(
    '%s (policy %s, %d counted attempts) → %j',
    (outcome, onUnknown, counted, expected) => {
      const delivery = { countedAttempts: counted, throttledInARow: 0 };
      const result = resultOf(outcome as (typeof OUTCOMES)[number]);
      expect(decide(result, delivery, { onUnknown }, middle)).toMatchObject(expected);
    },
  );

  it('only ever makes moves of the table, whatever the outcome, policy, history and dice', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...OUTCOMES),
        fc.constantFrom(HOLD, RETRY),
        fc.nat({ max: 20 }),
        fc.nat({ max: 2_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        limitsOfAnyKind(),
        (outcome, policy, countedAttempts, throttledInARow, dice, limits) => {
          const delivery = aDelivery({ countedAttempts, throttledInARow });
          const transition = decide(resultOf(outcome, { limits }), delivery, policy, {
            now: NOW,
            random: () => dice,
          });
          expect(isAllowed('delivering', transition.to)).toBe(true);
          expect(transition.nextAttemptAt !== null).toBe(transition.to === 'retrying');
          expect(transition.probeAt !== null).toBe(transition.to === 'parked');
          if (transition.to === 'retrying') {
            expect(waitMs(transition)).toBeGreaterThanOrEqual(250);
            expect(waitMs(transition)).toBeLessThanOrEqual(LONGEST_WAIT_MS);
          }
        },
      ),
    );
  });

  it('repeats by itself only what certainly was not written', () => {
    const repeated = OUTCOMES.filter(
      (outcome) => decide(resultOf(outcome), fresh, HOLD, middle).to === 'retrying',
    );
    expect(repeated).toEqual(['throttled', 'unavailable']);
  });

  describe('a wait that was told', () => {
    it.each<[string, ObservedLimits, number, number]>([
      ['Retry-After in seconds', { retryAfterSeconds: 7 }, 7 * SECOND, 8 * SECOND],
      ['a day', { retryAfterSeconds: 86_400 }, 24 * HOUR, 24 * HOUR],
      ['absurd', { retryAfterSeconds: 1e12 }, 24 * HOUR, 24 * HOUR],
      ['infinite', { retryAfterSeconds: Infinity }, 24 * HOUR, 24 * HOUR],
      ['zero', { retryAfterSeconds: 0 }, 250, SECOND],
      ['negative', { retryAfterSeconds: -5 }, 250, SECOND],
      ['no number', { retryAfterSeconds: NaN }, 250, SECOND],
      ['a fraction', { retryAfterSeconds: 2.5 }, 2.5 * SECOND, 3.5 * SECOND],
      ['ratelimit-reset', { rateRemaining: 0, rateResetSeconds: 57 }, 57 * SECOND, 63 * SECOND],
      ['ratelimit-reset 0', { rateRemaining: 0, rateResetSeconds: 0 }, 250, SECOND],
      [
        'both: the longer',
        { retryAfterSeconds: 1, rateResetSeconds: 30 },
        30 * SECOND,
        33 * SECOND,
      ],
      ['a reset that is not the reason', { rateRemaining: 200, rateResetSeconds: 57 }, 250, SECOND],
      ['nothing', {}, 250, SECOND],
    ])('%s', (_name, limits, atLeastMs, atMostMs) => {
      for (const dice of [0, 0.3, 0.999999]) {
        const transition = decide(resultOf('throttled', { limits }), fresh, HOLD, {
          now: NOW,
          random: () => dice,
        });
        expect(waitMs(transition)).toBeGreaterThanOrEqual(atLeastMs);
        expect(waitMs(transition)).toBeLessThanOrEqual(atMostMs);
      }
    });

    it('is never cut short, neither when throttled nor when unavailable', () => {
      fc.assert(
        fc.property(
          fc.constantFrom('throttled' as const, 'unavailable' as const),
          fc.double({ min: 0.001, max: 86_400, noNaN: true }),
          fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
          fc.nat({ max: 40 }),
          (outcome, retryAfterSeconds, dice, throttledInARow) => {
            const delivery = { countedAttempts: 3, throttledInARow };
            const transition = decide(
              resultOf(outcome, { limits: { retryAfterSeconds } }),
              delivery,
              HOLD,
              {
                now: NOW,
                random: () => dice,
              },
            );
            expect(waitMs(transition)).toBeGreaterThanOrEqual(retryAfterSeconds * SECOND);
          },
        ),
      );
    });
  });

  it('backs off exponentially with full jitter while throttled without being told, up to 5 min', () => {
    const waits = (dice: number) =>
      [0, 1, 2, 3, 8, 9, 50, 5_000].map((throttledInARow) =>
        waitMs(
          decide(resultOf('throttled'), { countedAttempts: 0, throttledInARow }, HOLD, {
            now: NOW,
            random: () => dice,
          }),
        ),
      );
    expect(waits(0)).toEqual([250, 250, 250, 250, 250, 250, 250, 250]);
    expect(waits(1)).toEqual([1, 2, 4, 8, 256, 300, 300, 300].map((seconds) => seconds * SECOND));
  });

  it('waits for the whole schedule while unavailable: two days, then it has failed', () => {
    let totalMs = 0;
    let countedAttempts = 0;
    for (; ; countedAttempts += 1) {
      const next = decide(
        resultOf('unavailable'),
        { countedAttempts, throttledInARow: 0 },
        HOLD,
        middle,
      );
      if (next.to === 'failed') {
        break;
      }
      totalMs += waitMs(next);
    }
    expect(countedAttempts).toBe(12);
    expect(totalMs).toBe(48 * HOUR + 42 * MINUTE + 35 * SECOND);
  });

  it('bears dice that are broken', () => {
    for (const dice of [NaN, -1, 1, 7, Infinity]) {
      const next = decide(resultOf('throttled'), fresh, HOLD, { now: NOW, random: () => dice });
      expect(waitMs(next)).toBeGreaterThanOrEqual(250);
      expect(waitMs(next)).toBeLessThanOrEqual(SECOND);
    }
  });
});

function limitsOfAnyKind(): fc.Arbitrary<ObservedLimits> {
  const any = fc.option(fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, -1, NaN, 1e12)), {
    nil: undefined,
  });
  return fc.record({
    concurrencyLimit: any,
    concurrencyRemaining: any,
    rateLimit: any,
    rateRemaining: any,
    rateResetSeconds: any,
    retryAfterSeconds: any,
  });
}
