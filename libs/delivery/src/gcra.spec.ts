import fc from 'fast-check';
import { earliestStartMs, rate, tatAfterStartMs, type Rate } from './gcra.js';

/** Start times of all attempts that are let through when somebody tries at `tries`. */
function startsOf(tries: number[], limit: Rate): number[] {
  let tatMs: number | null = null;
  const starts: number[] = [];
  for (const nowMs of tries) {
    if (earliestStartMs(tatMs, nowMs, limit) <= nowMs) {
      starts.push(nowMs);
      tatMs = tatAfterStartMs(tatMs, nowMs, limit);
    }
  }
  return starts;
}

const rates = fc
  .record({
    ratePerSecond: fc.double({ min: 0.05, max: 500, noNaN: true }),
    burst: fc.integer({ min: 1, max: 50 }),
  })
  .map(({ ratePerSecond, burst }) => rate(ratePerSecond, burst));

describe('GCRA', () => {
  it('never lets more than burst + rate × window through, in any window', () => {
    fc.assert(
      fc.property(
        rates,
        fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 300 }),
        (limit, gaps) => {
          let nowMs = 0;
          const starts = startsOf(
            gaps.map((gap) => (nowMs += gap)),
            limit,
          );
          for (let first = 0; first < starts.length; first += 1) {
            for (let last = first; last < starts.length; last += 1) {
              const seconds = ((starts[last] as number) - (starts[first] as number)) / 1_000;
              expect(last - first + 1).toBeLessThanOrEqual(
                limit.burst + seconds * limit.ratePerSecond + 1e-6,
              );
            }
          }
        },
      ),
    );
  });

  it('lets all of it through: tried every millisecond, 10/s with a burst of 5 is 5 + 100 in 10 s', () => {
    const everyMs = Array.from({ length: 10_001 }, (_, ms) => ms);
    expect(startsOf(everyMs, rate(10, 5))).toHaveLength(5 + 100);
  });

  it('keeps a rate that is no whole number of milliseconds', () => {
    const everyMs = Array.from({ length: 60_001 }, (_, ms) => ms);
    expect(startsOf(everyMs, rate(3, 1)).length).toBeGreaterThanOrEqual(180);
    expect(startsOf(everyMs, rate(3, 1)).length).toBeLessThanOrEqual(181);
  });

  it('is not blocked for an hour when the clock is set back by one', () => {
    const limit = rate(10, 5);
    const tatMs = tatAfterStartMs(null, 3_600_000, limit);
    expect(earliestStartMs(tatMs, 0, limit)).toBeLessThanOrEqual(100);
  });

  it.each([
    [0, 1],
    [-1, 1],
    [NaN, 1],
    [Infinity, 1],
    [1, 0],
    [1, NaN],
  ])('refuses a rate of %d with a burst of %d', (ratePerSecond, burst) => {
    expect(() => rate(ratePerSecond, burst)).toThrow(RangeError);
  });
});
