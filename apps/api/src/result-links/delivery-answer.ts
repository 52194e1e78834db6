import type {
  DeliveryAcceptedResponse,
  PostAtsCandidatesCandidateIDResultLinksPositiveResponse,
} from '@result-links/contracts';
import type { Delivery } from '@result-links/delivery';
import { ruleFor } from '@result-links/kombo-client';
import { toDelivery } from '../deliveries/delivery.mapper.js';
import { ApiError } from '../http/api-error.js';
import { answerFor, type Failure } from './outcome-answer.js';

/** A good answer, ready to be sent. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: PostAtsCandidatesCandidateIDResultLinksPositiveResponse | DeliveryAcceptedResponse;
}

/** Headers by which every answer about a delivery names it. */
export function deliveryHeaders(delivery: Delivery): Record<string, string> {
  return {
    Location: `/v1/deliveries/${delivery.id}`,
    'X-Delivery-Id': delivery.id,
    'X-Delivery-State': delivery.state,
  };
}

/**
 * What a caller is told about their result link, as it stands: Kombo's own success or error once
 * there is one, 202 while it is open.
 *
 * @param isAsync whether a parked delivery is 202 to the caller, and not Kombo's error about its integration
 * @throws ApiError for a result link that was not written
 */
export function answerAbout(
  delivery: Delivery,
  headers: Record<string, string>,
  isAsync: boolean,
): Answer {
  switch (delivery.state) {
    case 'delivered': {
      const warnings = delivery.warnings.map((message) => ({ message }));
      return { status: 200, headers, body: { status: 'success', data: {}, warnings } };
    }
    case 'failed':
    case 'unknown':
      throw failureAnswer(delivery, headers);
    case 'parked':
      if (isAsync) return acceptedAnswer(delivery, headers);
      throw failureAnswer(delivery, headers);
    case 'cancelled':
      throw new ApiError({
        status: 409,
        code: null,
        reason: 'delivery_cancelled',
        title: 'The delivery was cancelled',
        message: `Delivery ${delivery.id} was cancelled before it was sent. To send it all the same, retry it: POST /v1/deliveries/${delivery.id}:retry`,
        headers,
      });
    default:
      return acceptedAnswer(delivery, headers);
  }
}

function acceptedAnswer(delivery: Delivery, headers: Record<string, string>): Answer {
  return { status: 202, headers, body: { status: 'accepted', data: toDelivery(delivery) } };
}

const KEPT =
  'The result link is kept and goes out by itself when this is repaired; do not send it again.';

function failureAnswer(delivery: Delivery, headers: Record<string, string>): ApiError {
  const { state, lastDetails } = delivery;
  const outcome = outcomeOf(delivery);
  const message =
    state === 'parked'
      ? // Kombo's message is on the attempt that met it, perhaps another delivery's; see `withoutTexts`.
        `${lastDetails?.message ?? (lastDetails && ruleFor(lastDetails).advice) ?? ''} ${KEPT}`.trim()
      : (lastDetails?.message ?? null);
  return answerFor(
    {
      outcome,
      httpStatus: lastDetails?.httpStatus ?? null,
      code: lastDetails?.code ?? null,
      title: lastDetails?.title ?? null,
      message,
      logUrl: lastDetails?.logUrl ?? null,
    },
    headers,
  );
}

/** A parked one waits and was not sent, whatever its last attempt (if there was one) came to. */
function outcomeOf({ state, lastOutcome }: Delivery): Failure['outcome'] {
  if (state === 'parked') {
    return lastOutcome === 'account_broken' ? 'account_broken' : 'integration_broken';
  }
  return state === 'unknown' || lastOutcome === null || lastOutcome === 'delivered'
    ? 'unknown'
    : lastOutcome;
}
