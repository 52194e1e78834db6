import type { DeliveryState } from './states.js';

/** What a human (or their program) can do to a delivery. */
export type Action = 'retry' | 'cancel' | 'resolve_delivered' | 'resolve_not_delivered';

/** What an action does. */
export interface ActionRule {
  /** States it may be done in. */
  from: readonly DeliveryState[];
  to: DeliveryState;
}

/**
 * The actions by hand. Retrying is not for `unknown` ones, so that a bulk retry never doubles a link: whoever
 * wants those repeated says first, by resolving, that the link did not arrive.
 */
export const ACTIONS: Readonly<Record<Action, ActionRule>> = {
  retry: { from: ['failed', 'cancelled', 'retrying'], to: 'queued' },
  cancel: { from: ['queued', 'retrying', 'parked'], to: 'cancelled' },
  resolve_delivered: { from: ['unknown'], to: 'delivered' },
  resolve_not_delivered: { from: ['unknown'], to: 'queued' },
};

/** Why an action cannot be done, in words for whoever asked. */
export interface ActionRefusal {
  action: Action;
  /** The state the delivery is in. */
  state: DeliveryState;
  message: string;
}

const WHY_NOT: Readonly<Record<Action, Partial<Record<DeliveryState, string>>>> = {
  retry: {
    queued: 'It is waiting for its turn already.',
    delivering: 'An attempt is under way; wait for what it comes to.',
    parked: 'It waits for its integration or account; it goes out when that is released.',
    unknown:
      'The link may be in the ATS already. Look there, then resolve the delivery as delivered or as not_delivered; the latter sends it again.',
    delivered: 'It was delivered; sending it again would write a second link.',
  },
  cancel: {
    delivering: 'An attempt is under way; it can no longer be stopped.',
    unknown: 'The link may be in the ATS already; resolve the delivery instead.',
    delivered: 'It was delivered; a written link cannot be taken back through Kombo.',
    failed: 'It has failed; nothing more is going to be sent.',
    cancelled: 'It is cancelled already.',
  },
  resolve_delivered: {},
  resolve_not_delivered: {},
};

/** Whether `action` may be done to a delivery in `state`: `null` if so, else why not. */
export function refusalOf(action: Action, state: DeliveryState): ActionRefusal | null {
  if (ACTIONS[action].from.includes(state)) {
    return null;
  }
  const message =
    WHY_NOT[action][state] ?? `Only an unknown delivery can be resolved; this one is ${state}.`;
  return { action, state, message };
}
