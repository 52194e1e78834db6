import { clamp, fraction, HOUR, jittered, MINUTE, SECOND, type Random } from './waits.js';

/** The waits before the 1st, 2nd, 3rd … repetition, in milliseconds; after the last one it is over. */
export type RetrySchedule = readonly number[];

/**
 * While Kombo or the ATS is down nothing is written, so repeating is safe: quick at first, because most
 * outages are short, then for two days, because an ATS is sometimes down over a night and a maintenance
 * window.
 */
export const TWO_DAYS_OF_PATIENCE: RetrySchedule = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  1 * HOUR,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  10 * HOUR,
  10 * HOUR,
  10 * HOUR,
];

/**
 * For accounts that would rather have a link twice than not at all (`on_unknown: retry`): few repetitions,
 * well apart, since each may be one link too many. Afterwards the delivery stays `unknown`.
 */
export const A_FEW_CAUTIOUS_REPEATS: RetrySchedule = [1 * MINUTE, 10 * MINUTE, 1 * HOUR];

/** Asking whether a broken integration or account is back: soon after it broke, then ever less often. */
export const FROM_EVERY_MINUTE_TO_EVERY_HOUR: RetrySchedule = [
  1 * MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  20 * MINUTE,
  40 * MINUTE,
  1 * HOUR,
];

/**
 * Being throttled is over in seconds: exponential from one second with full jitter, as Kombo advises for
 * its concurrency limit (docs.kombo.dev/ats/guides/concurrency-limiting). The floor keeps full jitter from
 * ever being a hot loop.
 */
export const EXPONENTIAL_FROM_ONE_SECOND = {
  firstMs: 1 * SECOND,
  capMs: 5 * MINUTE,
  floorMs: 250,
} as const;

/** The wait after `repetitionsSoFar`, give or take a fifth; `null`: the schedule is over. */
export function scheduledWaitMs(
  schedule: RetrySchedule,
  repetitionsSoFar: number,
  random: Random,
): number | null {
  const waitMs = schedule[repetitionsSoFar];
  return waitMs === undefined ? null : jittered(waitMs, random);
}

/** The wait before probe number `probesSoFar + 1`, give or take a fifth; the last interval repeats. */
export function probeWaitMs(probesSoFar: number, random: Random): number {
  const last = FROM_EVERY_MINUTE_TO_EVERY_HOUR.length - 1;
  const index = Math.floor(clamp(probesSoFar, 0, last));
  return jittered(FROM_EVERY_MINUTE_TO_EVERY_HOUR[index] as number, random);
}

/** The longest wait after being throttled for the nth time in a row (n from 0), untold. */
export function throttleCapMs(throttledInARow: number): number {
  const { firstMs, capMs } = EXPONENTIAL_FROM_ONE_SECOND;
  return Math.min(firstMs * 2 ** clamp(throttledInARow, 0, 30), capMs);
}

/** The wait after being throttled for the nth time in a row (n from 0), untold: full jitter. */
export function throttleWaitMs(throttledInARow: number, random: Random): number {
  const { floorMs } = EXPONENTIAL_FROM_ONE_SECOND;
  const capMs = throttleCapMs(throttledInARow);
  return Math.round(floorMs + fraction(random) * (capMs - floorMs));
}
