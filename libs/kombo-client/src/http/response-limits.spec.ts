import { readLimits } from './response-limits.js';

const NOW = Date.UTC(2026, 10, 23, 12, 0, 0);

function limitsOf(headers: Record<string, unknown>) {
  return readLimits(
    (name) => headers[name],
    () => NOW,
  );
}

it('reads all headers', () => {
  const headers = {
    'concurrency-limit': '30',
    'concurrency-remaining': '29',
    'ratelimit-limit': '300',
    'ratelimit-remaining': '298',
    'ratelimit-reset': '57',
    'retry-after': '5',
  };
  expect(limitsOf(headers)).toEqual({
    concurrencyLimit: 30,
    concurrencyRemaining: 29,
    rateLimit: 300,
    rateRemaining: 298,
    rateResetSeconds: 57,
    retryAfterSeconds: 5,
  });
});

it('has no field without a header', () => {
  expect(limitsOf({})).toEqual({});
});

it.each<[unknown, number | undefined]>([
  ['0', 0],
  [' 12 ', 12],
  ['1.5', 1.5],
  ['-3', 0],
  ['100, 100;w=60', 100],
  ['100;w=60', 100],
  ['99999999999', 99_999_999_999],
  ['9'.repeat(400), undefined],
  ['', undefined],
  ['soon', undefined],
  ['1e3', undefined],
  ['0x10', undefined],
  ['Infinity', undefined],
  ['NaN', undefined],
  [null, undefined],
  [{}, undefined],
])('reads the number %p as %p', (value, expected) => {
  expect(limitsOf({ 'ratelimit-reset': value }).rateResetSeconds).toBe(expected);
});

describe('Retry-After as a date', () => {
  const at = 'Mon, 23 Nov 2026 12:00:30 GMT';

  it("is measured against the answer's own date, for clocks differ", () => {
    const date = 'Mon, 23 Nov 2026 12:00:20 GMT';
    expect(limitsOf({ 'retry-after': at, date }).retryAfterSeconds).toBe(10);
  });

  it.each([undefined, 'yesterday'])('is measured against the clock when the date is %p', (date) => {
    expect(limitsOf({ 'retry-after': at, date }).retryAfterSeconds).toBe(30);
  });

  it('is 0 in the past', () => {
    const past = 'Mon, 23 Nov 2026 11:00:00 GMT';
    expect(limitsOf({ 'retry-after': past }).retryAfterSeconds).toBe(0);
  });

  it.each(['soon 5', 'Mon, 99 Nov 2026 12:00:30 GMT', '2026-11-23', 'Mon, 23 Nov 2026'])(
    'is absent for %p',
    (value) => {
      expect(limitsOf({ 'retry-after': value })).toEqual({});
    },
  );
});
