/**
 * What an answer of Kombo says about its limits. A field is absent when its header is, or when the
 * header holds no finite number. Numbers are never negative, but not bounded above: the one who
 * waits sets the bounds.
 */
export interface ResponseLimits {
  /** How many actions this integration may have in flight (`Concurrency-Limit`; Kombo's default is 30, docs.kombo.dev/ats/guides/concurrency-limiting). */
  concurrencyLimit?: number;
  /** How many more it may have right now (`Concurrency-Remaining`). */
  concurrencyRemaining?: number;
  /** Requests per rate window (`ratelimit-limit`). */
  rateLimit?: number;
  /** What is left of them (`ratelimit-remaining`). */
  rateRemaining?: number;
  /** Seconds until the window starts anew (`ratelimit-reset`). */
  rateResetSeconds?: number;
  /** Seconds to wait before the next request (`Retry-After`, also when it was a date). Not documented by Kombo; load balancers send it. */
  retryAfterSeconds?: number;
}

/** Reads one header by its lower-case name. */
export type HeaderReader = (name: string) => unknown;

/**
 * @param header reads a header of the answer
 * @param now present time in milliseconds since 1970; what a `Retry-After` date is measured against
 *   when the answer has no `Date` of its own
 */
export function readLimits(header: HeaderReader, now: () => number): ResponseLimits {
  const limits: ResponseLimits = {};
  const set = (name: keyof ResponseLimits, value: number | undefined) => {
    if (value !== undefined) {
      limits[name] = value;
    }
  };
  set('concurrencyLimit', toNumber(header('concurrency-limit')));
  set('concurrencyRemaining', toNumber(header('concurrency-remaining')));
  set('rateLimit', toNumber(header('ratelimit-limit')));
  set('rateRemaining', toNumber(header('ratelimit-remaining')));
  set('rateResetSeconds', toNumber(header('ratelimit-reset')));
  set(
    'retryAfterSeconds',
    toSeconds(header('retry-after'), () => toTime(header('date')) ?? now()),
  );
  return limits;
}

function toSeconds(value: unknown, now: () => number): number | undefined {
  const seconds = toNumber(value);
  if (seconds !== undefined) {
    return seconds;
  }
  const time = toTime(value);
  return time === undefined ? undefined : Math.max(0, (time - now()) / 1000);
}

/** The number of a header; of `100, 100;w=60` (RateLimit drafts before 2023) the first. */
function toNumber(value: unknown): number | undefined {
  if (value === undefined || value === null) {
    return undefined; // most answers have few of these headers
  }
  const [first = ''] = String(value).split(/[,;]/, 1);
  const number = /^\s*[+-]?\d+(\.\d+)?\s*$/.test(first) ? Number(first) : NaN;
  return Number.isFinite(number) ? Math.max(0, number) : undefined;
}

/** `Sun, 06 Nov 1994 08:49:37 GMT`, the only form of date that may be sent (RFC 9110, 5.6.7). */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

function toTime(value: unknown): number | undefined {
  // `Date.parse` alone finds a date in nearly anything, e.g. in `soon 5`.
  const time = typeof value === 'string' && HTTP_DATE.test(value) ? Date.parse(value) : NaN;
  return Number.isFinite(time) ? time : undefined;
}
