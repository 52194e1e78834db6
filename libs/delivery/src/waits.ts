import { LONGEST_RETRY_AFTER_MS } from '@result-links/kombo-client';

/** A number in [0, 1). */
export type Random = () => number;

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
export const LONGEST_WAIT_MS = LONGEST_RETRY_AFTER_MS;

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

/** The moment `ms` after `from`. */
export function later(from: Date, ms: number): Date {
  return new Date(from.getTime() + Math.ceil(ms));
}
