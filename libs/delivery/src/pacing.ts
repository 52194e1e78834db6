import { retryAfterMs } from '@result-links/kombo-client';
import { earliestStartMs, tatAfterStartMs, type Rate } from './gcra.js';
import type { AttemptResult, ObservedLimits } from './model.js';
import { throttleCapMs } from './retry-schedules.js';
import { clamp, later, LONGEST_WAIT_MS, MINUTE, SECOND } from './waits.js';

/** How fast an integration may be written to; kept in its row. All of it is learned. */
export interface IntegrationPace {
  /** Hard cap of attempts in flight: `Concurrency-Limit`, ≥ 1. */
  concurrencyLimit: number;
  /** Attempts allowed in flight right now; in [1, `concurrencyLimit`]. */
  window: number;
  /** Successes since the window last grew. */
  windowCredit: number;
  /** No attempt starts before this time. */
  blockedUntil: Date | null;
  /** Times the integration was slowed down since its last success; sets the length of the next block. */
  throttlesInARow: number;
  /** Requests left in Kombo's rate window, and when that window ends; `null`: not known. */
  rateRemaining: number | null;
  rateResetAt: Date | null;
  /**
   * GCRA's theoretical arrival time for a configured rate, epoch milliseconds with fractions (a `Date`
   * would round them away and with them the exactness); `null`: no rate configured or never used.
   */
  gcraTatMs: number | null;
}

/** Kombo's limit until a header says otherwise (docs.kombo.dev/ats/guides/concurrency-limiting, 2026-05). */
export const DEFAULT_CONCURRENCY_LIMIT = 30;

/**
 * Attempts in flight an integration starts with. Fewer than the default limit, since Kombo's limit "may be
 * much lower" for sensitive ATSs, and the first answer tells it.
 */
export const FIRST_WINDOW = 10;

const HIGHEST_CONCURRENCY_LIMIT = 1_000;
const LONGEST_UNTOLD_BLOCK_MS = 1 * MINUTE;

/** The pace of an integration that was never written to. */
export function firstPace(): IntegrationPace {
  return {
    concurrencyLimit: DEFAULT_CONCURRENCY_LIMIT,
    window: FIRST_WINDOW,
    windowCredit: 0,
    blockedUntil: null,
    throttlesInARow: 0,
    rateRemaining: null,
    rateResetAt: null,
    gcraTatMs: null,
  };
}

/** The pace of an integration that has just been released: one attempt at a time until they succeed. */
export function paceAfterRelease(pace: IntegrationPace): IntegrationPace {
  return { ...pace, window: 1, windowCredit: 0, blockedUntil: null, throttlesInARow: 0 };
}

/** Whether one more attempt may start. */
export type StartPermit =
  | { ok: true }
  /** `notBefore`: when to ask again; `null`: as soon as an attempt has ended. */
  | { ok: false; notBefore: Date | null };

/**
 * Whether an attempt may start now.
 * @param inFlight attempts of this integration under way, on all replicas
 * @param limit a configured rate, besides what Kombo tells
 */
export function canStart(
  pace: IntegrationPace,
  inFlight: number,
  now: Date,
  limit?: Rate,
): StartPermit {
  const nowMs = now.getTime();
  const rateResetAt =
    pace.rateRemaining !== null && pace.rateRemaining < 1 ? pace.rateResetAt : null;
  const notBeforeMs = Math.max(
    believable(pace.blockedUntil, nowMs),
    believable(rateResetAt, nowMs),
    limit ? earliestStartMs(pace.gcraTatMs, nowMs, limit) : nowMs,
  );
  // A microsecond of tolerance: the sum of many fractions is not to cost a start that is due.
  if (notBeforeMs - nowMs > 0.001) {
    return { ok: false, notBefore: new Date(Math.ceil(notBeforeMs)) };
  }
  if (inFlight >= Math.min(pace.window, pace.concurrencyLimit)) {
    return { ok: false, notBefore: null };
  }
  return { ok: true };
}

/** The pace once an attempt has started. */
export function paceAfterStart(pace: IntegrationPace, now: Date, limit?: Rate): IntegrationPace {
  const nowMs = now.getTime();
  const isRateKnown = pace.rateRemaining !== null && believable(pace.rateResetAt, nowMs) > nowMs;
  return {
    ...pace,
    rateRemaining: isRateKnown ? Math.max((pace.rateRemaining as number) - 1, 0) : null,
    rateResetAt: isRateKnown ? pace.rateResetAt : null,
    gcraTatMs: limit ? tatAfterStartMs(pace.gcraTatMs, nowMs, limit) : null,
  };
}

/** The pace once an attempt has ended and told what it did. */
export function paceAfter(
  result: Pick<AttemptResult, 'outcome' | 'limits'>,
  pace: IntegrationPace,
  now: Date,
): IntegrationPace {
  const learned = withLimitsTold(pace, result.limits, now);
  switch (result.outcome) {
    case 'throttled':
      return slowedDown(learned, result.limits, now);
    case 'delivered':
    case 'rejected':
      return spedUp(learned, result.limits);
    default:
      // An outage says nothing about the pace, and an answer that is missing neither.
      return learned;
  }
}

/**
 * Halves the window and blocks the integration for the time told, else exponentially from one second.
 * Of the many attempts that are refused at the same moment only the first counts: they are one signal.
 */
function slowedDown(pace: IntegrationPace, limits: ObservedLimits, now: Date): IntegrationPace {
  const blockedMs = believable(pace.blockedUntil, now.getTime());
  const isNewSignal = blockedMs <= now.getTime();
  const untoldMs = Math.min(throttleCapMs(pace.throttlesInARow), LONGEST_UNTOLD_BLOCK_MS);
  // While blocked, another refusal without a wait adds nothing to what is known.
  const waitMs = retryAfterMs(limits) ?? (isNewSignal ? untoldMs : 0);
  const blockedUntil = new Date(Math.max(blockedMs, later(now, waitMs).getTime()));
  return isNewSignal
    ? {
        ...pace,
        window: Math.max(Math.floor(pace.window / 2), 1),
        windowCredit: 0,
        throttlesInARow: pace.throttlesInARow + 1,
        blockedUntil,
      }
    : { ...pace, blockedUntil };
}

/** One more in flight for each window of successes; none while Kombo says that all places are taken. */
function spedUp(pace: IntegrationPace, limits: ObservedLimits): IntegrationPace {
  const isFull = limits.concurrencyRemaining !== undefined && limits.concurrencyRemaining < 1;
  if (isFull || pace.window >= pace.concurrencyLimit) {
    return { ...pace, windowCredit: 0, throttlesInARow: 0 };
  }
  const windowCredit = pace.windowCredit + 1;
  return windowCredit >= pace.window
    ? { ...pace, window: pace.window + 1, windowCredit: 0, throttlesInARow: 0 }
    : { ...pace, windowCredit, throttlesInARow: 0 };
}

function withLimitsTold(pace: IntegrationPace, limits: ObservedLimits, now: Date): IntegrationPace {
  const concurrencyLimit = Number.isFinite(limits.concurrencyLimit)
    ? Math.floor(clamp(limits.concurrencyLimit as number, 1, HIGHEST_CONCURRENCY_LIMIT))
    : pace.concurrencyLimit;
  return {
    ...pace,
    concurrencyLimit,
    window: clamp(Math.floor(pace.window), 1, concurrencyLimit),
    ...rateTold(pace, limits, now),
  };
}

/**
 * Answers overtake each other, so within one rate window the smallest remainder is the truest. A reset
 * that is told clearly later than the known one belongs to the next window.
 */
function rateTold(
  pace: IntegrationPace,
  limits: ObservedLimits,
  now: Date,
): Pick<IntegrationPace, 'rateRemaining' | 'rateResetAt'> {
  const { rateRemaining: remaining, rateResetSeconds: resetSeconds } = limits;
  if (!isCount(remaining) || !isCount(resetSeconds)) {
    return { rateRemaining: pace.rateRemaining, rateResetAt: pace.rateResetAt };
  }
  const resetAt = later(now, Math.min(resetSeconds * SECOND, LONGEST_WAIT_MS));
  const knownResetMs = believable(pace.rateResetAt, now.getTime());
  const isSameWindow =
    pace.rateRemaining !== null &&
    knownResetMs > now.getTime() &&
    resetAt.getTime() <= knownResetMs + 2 * SECOND;
  return isSameWindow
    ? {
        rateRemaining: Math.min(pace.rateRemaining as number, remaining),
        rateResetAt: pace.rateResetAt,
      }
    : { rateRemaining: remaining, rateResetAt: resetAt };
}

function isCount(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value) && value >= 0;
}

/**
 * A time that is further ahead than any wait that is granted was written by a clock that has been set back
 * since; it does not count.
 */
function believable(at: Date | null, nowMs: number): number {
  const ms = at?.getTime() ?? nowMs;
  return ms - nowMs > LONGEST_WAIT_MS || Number.isNaN(ms) ? nowMs : ms;
}
