/**
 * Every value of `error.reason`: a closed list, finer than Kombo's codes. Which of them a route answers, with which
 * status, is in the OpenAPI document. A new reason is a minor change of the contract.
 */
export const ERROR_REASONS = [
  // The request
  'request_invalid',
  'request_refused',
  'request_timeout',
  'request_incomplete',
  'host_missing',
  'expectation_failed',
  'route_not_found',
  'uri_too_long',
  'headers_too_large',
  'body_too_large',
  'line_too_long',
  'batch_too_large',
  'gzip_invalid',
  'gzip_ratio_too_high',
  'unsupported_media_type',
  'unsupported_content_encoding',
  // The caller
  'api_key_missing',
  'api_key_in_url',
  'api_key_wrong',
  'api_key_revoked',
  'api_key_expired',
  'account_disabled',
  'admin_key_missing',
  'admin_key_wrong',
  'scope_missing',
  'integration_not_allowed',
  'rate_limit_exceeded',
  'too_many_batches',
  'too_many_wrong_keys',
  // The outcome of a write, see ATTEMPT_OUTCOMES
  'rejected',
  'throttled',
  'unavailable',
  'integration_broken',
  'account_broken',
  'outcome_unknown',
  // Deliveries; `delivery_<state>` where the state forbids the action
  'idempotency_key_reused',
  'delivery_not_found',
  'delivery_lost',
  'delivery_erased',
  'delivery_queued',
  'delivery_delivering',
  'delivery_retrying',
  'delivery_parked',
  'delivery_unknown',
  'delivery_failed',
  'delivery_cancelled',
  'delivery_delivered',
  'integration_unknown',
  // Webhooks
  'webhook_endpoint_not_found',
  'webhook_endpoint_disabled',
  'too_many_webhook_endpoints',
  'kombo_webhooks_not_configured',
  'signature_missing',
  'signature_wrong',
  'webhook_malformed',
  // Administration
  'account_not_found',
  'account_exists',
  'account_in_use',
  'account_of_environment',
  'api_key_not_found',
  'encryption_key_missing',
  'unfinished_move',
  // The service
  'account_unavailable',
  'database_unavailable',
  'database_read_only',
  'database_full',
  'internal_error',
] as const;

/** One of {@link ERROR_REASONS}. */
export type ErrorReason = (typeof ERROR_REASONS)[number];
