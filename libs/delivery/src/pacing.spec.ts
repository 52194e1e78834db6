import fc from 'fast-check';
import { rate } from './gcra.js';
import type { ObservedLimits } from './model.js';
import {
  canStart,
  FIRST_WINDOW,
  firstPace,
  paceAfter,
  paceAfterRelease,
  paceAfterStart,
  type IntegrationPace,
} from './pacing.js';
import { resultOf } from './testing/inputs.js';
import { NOW, OUTCOMES } from './testing/samples.js';
import { later, LONGEST_WAIT_MS, SECOND } from './waits.js';

const wide: IntegrationPace = { ...firstPace(), window: 30 };

function throttled(pace: IntegrationPace, now = NOW, limits: ObservedLimits = {}): IntegrationPace {
  return paceAfter(resultOf('throttled', { limits }), pace, now);
}

function delivered(pace: IntegrationPace, limits: ObservedLimits = {}, now = NOW): IntegrationPace {
  return paceAfter(resultOf('delivered', { limits }), pace, now);
}

describe('the window of an integration', () => {
  it('lets so many start and no more', () => {
    expect(canStart(wide, 29, NOW)).toEqual({ ok: true });
    expect(canStart(wide, 30, NOW)).toEqual({ ok: false, notBefore: null });
    expect(canStart(firstPace(), FIRST_WINDOW, NOW).ok).toBe(false);
  });

  it('is halved by a 429, once for all that are refused at the same moment', () => {
    const once = throttled(wide);
    expect(once).toMatchObject({ window: 15, throttlesInARow: 1 });
    expect(throttled(throttled(once))).toMatchObject({ window: 15, throttlesInARow: 1 });
    expect(throttled(once, later(NOW, 1_001))).toMatchObject({ window: 7, throttlesInARow: 2 });
  });

  it('grows by one for each window of successes, up to the limit', () => {
    let pace = { ...firstPace(), window: 2, concurrencyLimit: 4 };
    const windows = Array.from(
      { length: 9 },
      () => (pace = { ...pace, ...delivered(pace) }).window,
    );
    expect(windows).toEqual([2, 3, 3, 3, 4, 4, 4, 4, 4]);
  });

  it('does not grow while Kombo says that all places are taken', () => {
    let pace = { ...firstPace(), window: 1 };
    for (let i = 0; i < 20; i += 1) {
      pace = delivered(pace, { concurrencyLimit: 30, concurrencyRemaining: 0 }) as typeof pace;
    }
    expect(pace.window).toBe(1);
    expect(delivered(pace, { concurrencyRemaining: 5 }).window).toBe(2);
  });

  it('follows the limit that is told: down at once, up step by step', () => {
    expect(delivered(wide, { concurrencyLimit: 5 })).toMatchObject({
      concurrencyLimit: 5,
      window: 5,
    });
    expect(delivered(wide, { concurrencyLimit: 60 })).toMatchObject({
      concurrencyLimit: 60,
      window: 30,
    });
    expect(delivered(wide, { concurrencyLimit: 0 })).toMatchObject({
      concurrencyLimit: 1,
      window: 1,
    });
    expect(delivered(wide, { concurrencyLimit: NaN }).concurrencyLimit).toBe(30);
    expect(delivered(wide, { concurrencyLimit: 1e12 }).concurrencyLimit).toBe(1_000);
  });

  it('starts at one after a release', () => {
    const released = paceAfterRelease(throttled(wide));
    expect(released).toMatchObject({ window: 1, blockedUntil: null, throttlesInARow: 0 });
    expect(canStart(released, 0, NOW).ok).toBe(true);
    expect(canStart(released, 1, NOW).ok).toBe(false);
  });

  it('stays within [1, limit], and blocks within a day, whatever is told', () => {
    const number = fc.option(
      fc.oneof(
        fc.integer({ min: -5, max: 100 }),
        fc.constantFrom(NaN, Infinity, -Infinity, 1e12, 0.5),
      ),
      { nil: undefined },
    );
    const limits = fc.record({
      concurrencyLimit: number,
      concurrencyRemaining: number,
      rateRemaining: number,
      rateResetSeconds: number,
      retryAfterSeconds: number,
    });
    const happening = fc.tuple(
      fc.constantFrom(...OUTCOMES),
      limits,
      fc.integer({ min: -5_000, max: 90_000 }),
    );
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60 }), (happenings) => {
        let [pace, now, wentBackMs] = [firstPace(), NOW, 0];
        for (const [outcome, told, ms] of happenings) {
          now = new Date(now.getTime() + ms);
          wentBackMs += Math.max(-ms, 0);
          pace = paceAfter(resultOf(outcome, { limits: told }), paceAfterStart(pace, now), now);
          expect(Number.isInteger(pace.window)).toBe(true);
          expect(pace.window).toBeGreaterThanOrEqual(1);
          expect(pace.window).toBeLessThanOrEqual(pace.concurrencyLimit);
          const permit = canStart(pace, 0, now);
          if (!permit.ok) {
            expect(permit.notBefore).not.toBeNull();
            const waitMs = (permit.notBefore as Date).getTime() - now.getTime();
            expect(waitMs).toBeGreaterThan(0);
            expect(waitMs).toBeLessThanOrEqual(LONGEST_WAIT_MS);
            // Once the clock has gone back, a block of a whole day looks too long to be believed for a
            // moment, and is believed again later: the whole wait is longer by what the clock went back.
            const then = canStart(pace, 0, permit.notBefore as Date);
            if (!then.ok) {
              expect(wentBackMs).toBeGreaterThan(0);
              const wholeWaitMs = Number(then.notBefore) - now.getTime();
              expect(wholeWaitMs).toBeLessThanOrEqual(LONGEST_WAIT_MS + wentBackMs);
            }
          }
        }
      }),
      { numRuns: Number(process.env['TEST_SCHEDULES'] ?? 500) },
    );
  });
});

describe('the block after a 429', () => {
  it('lasts as long as told', () => {
    const blocked = throttled(wide, NOW, { retryAfterSeconds: 40 });
    expect(canStart(blocked, 0, later(NOW, 39_999))).toEqual({
      ok: false,
      notBefore: later(NOW, 40_000),
    });
    expect(canStart(blocked, 0, later(NOW, 40_000)).ok).toBe(true);
  });

  it('is never shortened by a second answer', () => {
    const blocked = throttled(throttled(wide, NOW, { retryAfterSeconds: 40 }), NOW, {
      retryAfterSeconds: 2,
    });
    expect(blocked.blockedUntil).toEqual(later(NOW, 40_000));
  });

  it('doubles from one second to one minute when nothing is told, and starts over after a success', () => {
    let [pace, now] = [wide, NOW];
    const blocks = Array.from({ length: 8 }, () => {
      pace = throttled(pace, now);
      const blockMs = (pace.blockedUntil as Date).getTime() - now.getTime();
      now = pace.blockedUntil as Date;
      return blockMs / SECOND;
    });
    expect(blocks).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(throttled(delivered(pace, {}, now), now).blockedUntil).toEqual(later(now, SECOND));
  });

  it('does not outlast a clock that was set back by more than a day', () => {
    const blocked = throttled(wide, NOW, { retryAfterSeconds: 86_400 });
    expect(canStart(blocked, 0, later(NOW, -3_600_000)).ok).toBe(true);
  });
});

describe("Kombo's rate window", () => {
  const last = { rateRemaining: 0, rateResetSeconds: 12 };

  it('stops everything when nothing is left, until it resets', () => {
    const pace = delivered(wide, last);
    expect(canStart(pace, 0, NOW)).toEqual({ ok: false, notBefore: later(NOW, 12_000) });
    expect(canStart(pace, 0, later(NOW, 12_000)).ok).toBe(true);
  });

  it('counts down with each start, and forgets once it is over', () => {
    let pace = delivered(wide, { rateRemaining: 2, rateResetSeconds: 12 });
    pace = paceAfterStart(paceAfterStart(pace, NOW), NOW);
    expect(canStart(pace, 0, NOW).ok).toBe(false);
    expect(paceAfterStart(pace, later(NOW, 12_000)).rateRemaining).toBeNull();
  });

  it('takes the smallest remainder, since answers overtake each other, until the next window', () => {
    const pace = delivered(delivered(wide, { rateRemaining: 3, rateResetSeconds: 12 }), {
      ...{ rateRemaining: 9, rateResetSeconds: 12 },
    });
    expect(pace.rateRemaining).toBe(3);
    expect(delivered(pace, { rateRemaining: 300, rateResetSeconds: 60 }).rateRemaining).toBe(300);
  });
});

describe('a configured rate', () => {
  it('says when the next attempt may start, and is kept in the pace', () => {
    const limit = rate(4, 2);
    let pace = wide;
    for (let i = 0; i < 2; i += 1) {
      expect(canStart(pace, 0, NOW, limit).ok).toBe(true);
      pace = paceAfterStart(pace, NOW, limit);
    }
    expect(canStart(pace, 0, NOW, limit)).toEqual({ ok: false, notBefore: later(NOW, 250) });
    expect(canStart(pace, 0, later(NOW, 250), limit).ok).toBe(true);
  });
});
