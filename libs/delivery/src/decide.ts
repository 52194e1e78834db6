import type { DeliveryState } from './states.js';

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
