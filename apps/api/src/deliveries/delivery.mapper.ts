import type * as contract from '@result-links/contracts';
import type { Attempt, Delivery, OutcomeDetails } from '@result-links/delivery';
import { ruleFor } from '@result-links/kombo-client';

/** A delivery as the API shows it. The body is never shown: it is personal data the caller has already. */
export function toDelivery(delivery: Delivery): contract.Delivery {
  return {
    id: delivery.id,
    state: delivery.state,
    integration_id: delivery.integrationId,
    target: { type: delivery.target.type, id: delivery.target.id },
    attempt_count: delivery.attemptCount,
    next_attempt_at: delivery.nextAttemptAt?.toISOString() ?? null,
    last_outcome: delivery.lastOutcome,
    failure:
      delivery.lastDetails === null || delivery.state === 'delivered'
        ? null
        : toFailure(delivery.lastDetails),
    warnings: delivery.warnings.map((message) => ({ message })),
    idempotency_key: delivery.idempotencyKey,
    accepted_at: delivery.acceptedAt.toISOString(),
    updated_at: delivery.updatedAt.toISOString(),
  };
}

/** An attempt as the API shows it. */
export function toAttempt(attempt: Attempt): contract.DeliveryAttempt {
  return {
    number: attempt.number,
    started_at: attempt.startedAt.toISOString(),
    finished_at: attempt.finishedAt?.toISOString() ?? null,
    outcome: attempt.outcome,
    request_sent: attempt.details?.requestSent ?? null,
    failure:
      attempt.details === null || attempt.outcome === 'delivered'
        ? null
        : toFailure(attempt.details),
  };
}

function toFailure(details: OutcomeDetails): contract.DeliveryFailure {
  return {
    code: details.code,
    http_status: details.httpStatus,
    title: details.title,
    message: details.message,
    log_url: details.logUrl,
    advice: ruleFor(details).advice,
  };
}
