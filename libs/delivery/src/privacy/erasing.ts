import type { Attempt, ClosedAttempt, Delivery, OutcomeDetails } from '../model.js';

/** Kombo's codes, also those it adds: `AREA.NAME` (docs.kombo.dev/guides/errors, 2026-05). */
const CODE_SHAPE = /^[A-Z][A-Z0-9_]*(\.[A-Z0-9_]+)+$/;
const LONGEST_CODE = 100;

/**
 * What an answer came to, without what it said: for a delivery that is erased, and for everything that an
 * answer about one delivery changes beside it (its integration, its account, others that are parked with it).
 * Title and message are Kombo's or the ATS's own words and may name a person, and so may a code that is not one
 * by its shape; the log page shows the whole request.
 */
export function withoutTexts({ httpStatus, code, requestSent }: OutcomeDetails): OutcomeDetails {
  const own = code !== null && code.length <= LONGEST_CODE && CODE_SHAPE.test(code) ? code : null;
  return { httpStatus, code: own, title: null, message: null, logUrl: null, requestSent };
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
  return { ...attempt, details: attempt.details && withoutTexts(attempt.details), warnings: [] };
}

function erasedDelivery(delivery: Delivery): Delivery {
  const isWaiting = ['queued', 'retrying', 'parked'].includes(delivery.state);
  return {
    ...delivery,
    ...(isWaiting && { state: 'cancelled', nextAttemptAt: null }),
    lastDetails: delivery.lastDetails && withoutTexts(delivery.lastDetails),
    warnings: [],
  };
}
