import type { ResponseLimits } from './response-limits.js';

/** The longest wait taken from a header: one day. A caller that still has to wait then asks again. */
export const LONGEST_RETRY_AFTER_MS = 24 * 3_600_000;

/**
 * The wait that an answer asks for, in milliseconds: the longer of `Retry-After` and `ratelimit-reset`, at
 * most {@link LONGEST_RETRY_AFTER_MS}. `undefined` when it asks for none.
 *
 * Zero, a date in the past, and unreadable values ask for none: the caller's own backoff applies, so that
 * no header can start a hot loop. `ratelimit-reset` counts only while its window is used up: Kombo sends it
 * with every answer, also with a 429 for too many requests *at once*, which is over in a second.
 */
export function retryAfterMs(limits: ResponseLimits): number | undefined {
  const isWindowOpen = limits.rateRemaining !== undefined && limits.rateRemaining > 0;
  const waits = [limits.retryAfterSeconds, isWindowOpen ? undefined : limits.rateResetSeconds]
    .map(waitMs)
    .filter((wait) => wait !== undefined);
  return waits.length === 0 ? undefined : Math.max(...waits);
}

/** How long until the rate window starts anew, in milliseconds, by the same rule; `undefined` if not stated. */
export function rateResetMs({ rateResetSeconds }: ResponseLimits): number | undefined {
  return waitMs(rateResetSeconds);
}

function waitMs(seconds: number | undefined): number | undefined {
  return seconds !== undefined && seconds > 0
    ? Math.min(seconds * 1000, LONGEST_RETRY_AFTER_MS)
    : undefined;
}
