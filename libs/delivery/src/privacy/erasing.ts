import type { ClosedAttempt } from '../close-attempt.js';
import type { Attempt, Delivery, OutcomeDetails } from '../model.js';

/**
 * What is left of an answer's details when a delivery is erased: what happened, not what was said. Title,
 * message and warnings are Kombo's or the ATS's own words and may repeat a name or a value; the log page
 * shows the whole request.
 */
export function erasedDetails(details: OutcomeDetails): OutcomeDetails {
  return { ...details, title: null, message: null, logUrl: null };
}

/**
 * The end of an attempt whose delivery was erased while it was under way (or before its late answer came):
 * the outcome counts, its texts are not kept, and what would be sent again is cancelled, since there is
 * nothing left to send.
 */
export function closedAfterErasure(closed: ClosedAttempt): ClosedAttempt {
  return {
    ...closed,
    attempt: closed.attempt.details === null ? closed.attempt : erasedAttempt(closed.attempt),
    delivery: erasedDelivery(closed.delivery),
  };
}

function erasedAttempt(attempt: Attempt): Attempt {
  return { ...attempt, details: attempt.details && erasedDetails(attempt.details), warnings: [] };
}

function erasedDelivery(delivery: Delivery): Delivery {
  const isWaiting = ['queued', 'retrying', 'parked'].includes(delivery.state);
  return {
    ...delivery,
    ...(isWaiting && { state: 'cancelled', nextAttemptAt: null }),
    lastDetails: delivery.lastDetails && erasedDetails(delivery.lastDetails),
    warnings: [],
  };
}
