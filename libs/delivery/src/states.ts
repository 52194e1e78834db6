import type { DeliveryStateName } from '@result-links/contracts';

/**
 * The states of a delivery and the moves between them: the one place that says what may follow what.
 * The README of this library has the picture.
 *
 * States that wait lead to `unknown` when the database was restored: the backup does not show later attempts.
 * Every state leads to `delivered`, also those that seem to be at an end: the answer of an attempt that
 * was taken for lost may come late and prove that the link was written.
 */
export const TRANSITIONS = {
  /** Accepted and committed; waits for its turn. */
  queued: ['delivering', 'parked', 'cancelled', 'delivered', 'unknown'],
  /** An attempt is under way: the intent is committed, the outcome not yet. */
  delivering: ['delivered', 'failed', 'unknown', 'retrying', 'parked'],
  /** Waits for the time of its next attempt. */
  retrying: ['delivering', 'queued', 'parked', 'cancelled', 'delivered', 'unknown'],
  /** Waits for its integration or account; nothing is wrong with the request. */
  parked: ['queued', 'cancelled', 'delivered', 'unknown'],
  /**
   * The link may or may not be in the ATS; a human decides. `retrying`, `parked` and `failed` follow when
   * a late answer shows that nothing was written.
   */
  unknown: ['delivered', 'queued', 'failed', 'retrying', 'parked'],
  /** Refused for good, or given up; may be sent again by hand. */
  failed: ['queued', 'delivered'],
  /** Withdrawn before it was sent; may be sent again by hand. */
  cancelled: ['queued', 'delivered'],
  /** Written to the ATS. The end. */
  delivered: [],
} as const satisfies Record<DeliveryStateName, readonly DeliveryStateName[]>;

/** A state of a delivery. */
export type DeliveryState = keyof typeof TRANSITIONS;

/** All states, in the order of a delivery's life. */
export const DELIVERY_STATES = Object.keys(TRANSITIONS) as DeliveryState[];

/** Nothing happens any more unless a human acts. */
export const TERMINAL_STATES = [
  'delivered',
  'failed',
  'unknown',
  'cancelled',
] as const satisfies DeliveryState[];

/** Whether `to` may follow `from`. Staying where it is, is no move. */
export function isAllowed(from: DeliveryState, to: DeliveryState): boolean {
  return (TRANSITIONS[from] as readonly DeliveryState[]).includes(to);
}

/** Whether nothing happens any more unless a human acts. */
export function isTerminal(state: DeliveryState): boolean {
  return (TERMINAL_STATES as readonly DeliveryState[]).includes(state);
}
