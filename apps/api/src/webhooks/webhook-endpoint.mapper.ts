import type * as contract from '@result-links/contracts/webhooks';
import type { KeyScope } from '@result-links/delivery';
import type { WebhookAttempt, WebhookEndpoint } from '@result-links/engine';

/**
 * An endpoint as the API shows it; never its secret.
 *
 * @param scope of the API key: query strings often hold a token of the receiver, so keys that only read get
 *   `?hidden` instead
 */
export function toWebhookEndpoint(
  endpoint: WebhookEndpoint,
  scope: KeyScope,
): contract.WebhookEndpoint {
  return {
    id: endpoint.id,
    url: scope === 'write' ? endpoint.url : endpoint.url.replace(/[?#].*$/s, '?hidden'),
    events: endpoint.events as contract.WebhookEventType[],
    disabled_at: endpoint.disabledAt?.toISOString() ?? null,
    disabled_reason: endpoint.disabledReason,
    failing_since: endpoint.failingSince?.toISOString() ?? null,
    previous_secret_until: endpoint.previousSecretUntil?.toISOString() ?? null,
    created_at: endpoint.createdAt.toISOString(),
  };
}

/** An attempt as the API shows it. */
export function toWebhookAttempt(attempt: WebhookAttempt): contract.WebhookAttempt {
  return {
    message_id: attempt.messageId,
    type: attempt.type,
    number: attempt.number,
    started_at: attempt.startedAt.toISOString(),
    duration_ms: attempt.durationMs,
    succeeded: attempt.error === null,
    http_status: attempt.httpStatus,
    error: attempt.error,
    next_attempt_at: attempt.nextAttemptAt?.toISOString() ?? null,
  };
}
