import { Pace } from './pace.js';

const LIMITS = { concurrencyLimit: 30, concurrencyRemaining: 5 };

function paceAt(mostInFlight?: number) {
  const clock = { ms: 0 };
  return {
    clock,
    pace: new Pace(
      mostInFlight,
      () => clock.ms,
      () => 1,
    ),
  };
}

describe('the pace of an integration', () => {
  it('takes the limit that the first answer tells', () => {
    const { pace } = paceAt();
    expect(pace.window).toBe(10);
    pace.ended('delivered', LIMITS);
    expect(pace.window).toBe(30);
    pace.ended('delivered', { concurrencyLimit: 4 });
    expect(pace.window).toBe(4);
  });

  it('never exceeds what the user allows', () => {
    const { pace } = paceAt(3);
    pace.ended('delivered', LIMITS);
    expect(pace.window).toBe(3);
  });

  it('does not grow while all places are taken', () => {
    const { pace } = paceAt();
    pace.ended('delivered', { concurrencyLimit: 30, concurrencyRemaining: 0 });
    expect(pace.window).toBe(10);
  });

  it('halves and waits when it is throttled, once for all that are refused at that moment', () => {
    const { pace, clock } = paceAt();
    pace.ended('delivered', LIMITS);
    for (let n = 0; n < 10; n++) pace.ended('throttled', {});
    expect(pace.window).toBe(15);
    expect(pace.waitMs).toBe(1_000);
    clock.ms = 1_000;
    expect(pace.waitMs).toBe(0);
    pace.ended('throttled', {});
    expect(pace.window).toBe(7);
    expect(pace.waitMs).toBe(2_000);
  });

  it.each([0, -1])('backs off by itself when Retry-After is %p', (retryAfterSeconds) => {
    const { pace } = paceAt();
    pace.ended('throttled', { retryAfterSeconds });
    expect(pace.waitMs).toBe(1_000);
  });

  it('waits one day at most, whatever a header says', () => {
    const dayMs = 86_400_000;
    for (const limits of [
      { retryAfterSeconds: 99_999_999_999 },
      { rateRemaining: 0, rateResetSeconds: 99_999_999_999 },
    ]) {
      const { pace } = paceAt();
      pace.ended('throttled', limits);
      expect(pace.waitMs).toBe(dayMs);
    }
  });

  it('comes back one by one', () => {
    const { pace, clock } = paceAt();
    pace.ended('delivered', LIMITS);
    pace.ended('throttled', {});
    clock.ms = 1_000;
    for (let n = 0; n < 15; n++) pace.ended('delivered', LIMITS);
    expect(pace.window).toBe(16);
  });

  it('waits as long as it is told', () => {
    const { pace } = paceAt();
    pace.ended('throttled', { retryAfterSeconds: 7 });
    expect(pace.waitMs).toBe(7_000);
    pace.ended('delivered', { rateRemaining: 0, rateResetSeconds: 20 });
    expect(pace.waitMs).toBe(20_000);
  });

  it('takes single failures for bad luck, a series for an outage', () => {
    const { pace } = paceAt();
    for (let n = 0; n < 4; n++) pace.ended('unavailable', {});
    expect(pace.waitMs).toBe(0);
    pace.ended('delivered', {});
    for (let n = 0; n < 5; n++) pace.ended('unavailable', {});
    expect(pace.waitMs).toBe(1_000);
  });
});
