/**
 * GCRA, the "leaky bucket as a meter": a rate limit whose whole memory is one number. In any window of
 * `w` seconds it lets at most `burst + w × ratePerSecond` attempts through, exactly.
 */

/** A rate set by configuration; Kombo publishes none. */
export interface Rate {
  /** Attempts per second in the long run; > 0, fractions allowed. */
  ratePerSecond: number;
  /** Attempts that may start at once after a pause; ≥ 1. */
  burst: number;
}

/**
 * Makes sure that a configured rate is one.
 * @throws RangeError naming the field
 */
export function rate(ratePerSecond: number, burst: number): Rate {
  if (!(ratePerSecond > 0 && Number.isFinite(ratePerSecond))) {
    throw new RangeError(`ratePerSecond must be a number above 0, not ${ratePerSecond}`);
  }
  if (!(burst >= 1 && Number.isFinite(burst))) {
    throw new RangeError(`burst must be a number of at least 1, not ${burst}`);
  }
  return { ratePerSecond, burst };
}

/**
 * The earliest start, epoch milliseconds; in the past or present: now.
 * @param tatMs theoretical arrival time, epoch milliseconds; `null`: never used
 */
export function earliestStartMs(tatMs: number | null, nowMs: number, limit: Rate): number {
  return arrivalMs(tatMs, nowMs, limit) - (limit.burst - 1) * intervalMs(limit);
}

/** The theoretical arrival time after a start at `nowMs`. */
export function tatAfterStartMs(tatMs: number | null, nowMs: number, limit: Rate): number {
  return arrivalMs(tatMs, nowMs, limit) + intervalMs(limit);
}

/**
 * A bucket can be full, never fuller: an arrival time further ahead was written by a clock that has been
 * set back since, and would block the integration for as long.
 */
function arrivalMs(tatMs: number | null, nowMs: number, limit: Rate): number {
  const fullMs = nowMs + limit.burst * intervalMs(limit);
  return Math.min(Math.max(tatMs ?? nowMs, nowMs), fullMs);
}

function intervalMs(limit: Rate): number {
  return 1_000 / limit.ratePerSecond;
}
