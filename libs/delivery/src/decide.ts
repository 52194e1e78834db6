import { retryAfterMs } from '@result-links/kombo-client';
import type { Account, AttemptResult, Delivery } from './model.js';
import {
  A_FEW_CAUTIOUS_REPEATS,
  EXPONENTIAL_FROM_ONE_SECOND,
  probeWaitMs,
  scheduledWaitMs,
  throttleWaitMs,
  TWO_DAYS_OF_PATIENCE,
} from './retry-schedules.js';
import type { DeliveryState } from './states.js';
import { clamp, fraction, later, LONGEST_WAIT_MS, SECOND, type Random } from './waits.js';

/** What follows from the outcome of an attempt. */
export interface Transition {
  to: Extract<DeliveryState, 'delivered' | 'failed' | 'unknown' | 'retrying' | 'parked'>;
  /** When the next attempt is due; only with `retrying`. */
  nextAttemptAt: Date | null;
  /** Whether the attempt counts against the retry schedule. */
  counts: boolean;
  /**
   * When the integration or account is to be probed first; set with `park_integration` and
   * `pause_account`. One that is parked or paused already keeps the time it has.
   */
  probeAt: Date | null;
  /** What else it means. */
  effect: 'none' | 'slow_integration' | 'park_integration' | 'pause_account';
}

/** What deciding depends on besides the facts: when it is, and the dice. */
export interface Circumstances {
  now: Date;
  random: Random;
}

/**
 * What follows from what an attempt came to: the whole delivery policy in one place.
 *
 * Only `throttled` and `unavailable` are repeated by themselves, because only then it is certain that
 * nothing was written; `unknown` only where the account's policy says so. A wait that was told is kept
 * to (never earlier, at most a day, see {@link retryAfterMs}).
 *
 * @param delivery as it was when the attempt started; `countedAttempts` and `throttledInARow` are used
 */
export function decide(
  result: AttemptResult,
  delivery: Pick<Delivery, 'countedAttempts' | 'throttledInARow'>,
  policy: Pick<Account, 'onUnknown'>,
  { now, random }: Circumstances,
): Transition {
  const toldMs = retryAfterMs(result.limits);
  const repetitions = delivery.countedAttempts;
  switch (result.outcome) {
    case 'delivered':
      return ending('delivered');
    case 'rejected':
      return ending('failed');
    case 'throttled': {
      const waitMs = atLeastTold(
        toldMs,
        () => throttleWaitMs(delivery.throttledInARow, random),
        random,
      );
      return { ...retrying(now, waitMs), counts: false, effect: 'slow_integration' };
    }
    case 'unavailable': {
      const waitMs = scheduledWaitMs(TWO_DAYS_OF_PATIENCE, repetitions, random);
      return waitMs === null ? ending('failed') : retrying(now, Math.max(waitMs, toldMs ?? 0));
    }
    case 'unknown': {
      const waitMs =
        policy.onUnknown === 'retry'
          ? scheduledWaitMs(A_FEW_CAUTIOUS_REPEATS, repetitions, random)
          : null;
      return waitMs === null ? ending('unknown') : retrying(now, Math.max(waitMs, toldMs ?? 0));
    }
    case 'integration_broken':
      return parked('park_integration', now, random);
    case 'account_broken':
      return parked('pause_account', now, random);
  }
}

function ending(to: 'delivered' | 'failed' | 'unknown'): Transition {
  return { to, nextAttemptAt: null, counts: true, probeAt: null, effect: 'none' };
}

function retrying(now: Date, waitMs: number): Transition {
  return {
    to: 'retrying',
    nextAttemptAt: later(now, waitMs),
    counts: true,
    probeAt: null,
    effect: 'none',
  };
}

/** Nobody's fault, so it does not count against the delivery. */
function parked(
  effect: 'park_integration' | 'pause_account',
  now: Date,
  random: Random,
): Transition {
  const probeAt = later(now, probeWaitMs(0, random));
  return { to: 'parked', nextAttemptAt: null, counts: false, probeAt, effect };
}

/**
 * A told wait is a promise of the other side, so jitter is only added: all who were told the same would
 * come back in the same millisecond otherwise.
 */
function atLeastTold(toldMs: number | undefined, untold: () => number, random: Random): number {
  if (toldMs === undefined) {
    return untold();
  }
  const spreadMs = fraction(random) * Math.max(SECOND, toldMs / 10);
  return clamp(toldMs + spreadMs, EXPONENTIAL_FROM_ONE_SECOND.floorMs, LONGEST_WAIT_MS);
}
