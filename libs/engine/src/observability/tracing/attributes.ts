import type { Attributes } from '@opentelemetry/api';
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
} from '@opentelemetry/semantic-conventions';
import {
  waitedMs,
  type AttemptEnd,
  type Delivery,
  type StartedAttempt,
} from '@result-links/delivery';

/**
 * What spans say: ids of ours and of Kombo, and what came of it. Never a body, a label, a URL, a message of an
 * ATS or the target's id: traces leave the service, often to a third party.
 */
export function deliveryAttributes(delivery: Delivery): Attributes {
  return {
    'result_links.delivery.id': delivery.id,
    'result_links.account.id': delivery.accountId,
    'result_links.integration.id': delivery.integrationId,
    'result_links.target.type': delivery.target.type,
  };
}

/** What is known of an attempt before its request is sent. */
export function attemptAttributes(
  { delivery, attempt }: StartedAttempt,
  workerId: string,
): Attributes {
  return {
    'result_links.attempt.number': attempt.number,
    'result_links.worker.id': workerId,
    'result_links.wait_ms': waitedMs(delivery, attempt),
    [ATTR_HTTP_REQUEST_METHOD]: 'POST',
  };
}

/** What came of an attempt. */
export function attemptEndAttributes(end: AttemptEnd): Attributes {
  return {
    'result_links.outcome': end.outcome,
    'result_links.next_state': end.next,
    'result_links.request_sent': end.requestSent,
    ...(end.code !== null && { 'result_links.kombo.code': end.code }),
    ...(end.httpStatus !== null && { [ATTR_HTTP_RESPONSE_STATUS_CODE]: end.httpStatus }),
    ...(end.outcome !== 'delivered' && { [ATTR_ERROR_TYPE]: end.code ?? end.outcome }),
  };
}
