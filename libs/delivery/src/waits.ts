import type { ObservedLimits } from './model.js';
import type { Random } from './ports.js';

/** One second, in milliseconds. */
export const SECOND = 1_000;
/** One minute, in milliseconds. */
export const MINUTE = 60 * SECOND;
/** One hour, in milliseconds. */
export const HOUR = 60 * MINUTE;

/**
 * The longest wait that is believed, whoever asks for it. A header may say anything; a day later the
 * delivery simply asks again.
 */
export const LONGEST_WAIT_MS = 24 * HOUR;

/** `value` within [`low`, `high`]; `low` for what is no number. */
export function clamp(value: number, low: number, high: number): number {
  return Number.isNaN(value) ? low : Math.min(Math.max(value, low), high);
}

/** A number in [0, 1), whatever `random` returns. */
export function fraction(random: Random): number {
  return clamp(random(), 0, 1 - Number.EPSILON);
}

/** `baseMs` give or take a fifth, so that what failed together does not come back together. */
export function jittered(baseMs: number, random: Random): number {
  return Math.round(baseMs * (0.8 + 0.4 * fraction(random)));
}

/**
 * The wait that an answer asks for, in milliseconds, at most {@link LONGEST_WAIT_MS}; `null`: it asks for
 * none. The longer one of `Retry-After` and `ratelimit-reset`; the latter only counts while the rate window
 * has nothing left, since Kombo sends it with every answer, also with a 429 for too many requests *at once*,
 * which is over in a second. Zero, negative and unreadable values count as not told, so that the backoff
 * holds and "come back at once" is no invitation to a hot loop.
 */
export function toldWaitMs(limits: ObservedLimits): number | null {
  const isWindowOpen = limits.rateRemaining !== undefined && limits.rateRemaining > 0;
  const told = [limits.retryAfterSeconds, isWindowOpen ? undefined : limits.rateResetSeconds]
    .filter((seconds) => seconds !== undefined && seconds > 0)
    .map((seconds) => Math.min(Number(seconds) * SECOND, LONGEST_WAIT_MS));
  return told.length === 0 ? null : Math.max(...told);
}

/** The moment `ms` after `from`. */
export function later(from: Date, ms: number): Date {
  return new Date(from.getTime() + Math.ceil(ms));
}
