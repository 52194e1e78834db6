import { readHttpDate, readNumber, readRetryAfterSeconds } from './header-values.js';

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
  set('concurrencyLimit', readNumber(header('concurrency-limit')));
  set('concurrencyRemaining', readNumber(header('concurrency-remaining')));
  set('rateLimit', readNumber(header('ratelimit-limit')));
  set('rateRemaining', readNumber(header('ratelimit-remaining')));
  set('rateResetSeconds', readNumber(header('ratelimit-reset')));
  set(
    'retryAfterSeconds',
    readRetryAfterSeconds(header('retry-after'), () => readHttpDate(header('date')) ?? now()),
  );
  return limits;
}
