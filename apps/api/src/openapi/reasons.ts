import type { ErrorReason, KomboErrorCode } from '@result-links/contracts';

/** A reason as the document explains it. */
export interface ReasonText {
  /** Of the example. */
  title: string;
  /** When it is answered; the message of the example. */
  when: string;
  /** Kombo's code beside it; absent: `null`. */
  code?: KomboErrorCode;
}

const INVALID = 'PLATFORM.INPUT_INVALID';
const AUTHENTICATION = 'PLATFORM.AUTHENTICATION_INVALID';
const RATE = 'PLATFORM.RATE_LIMIT_EXCEEDED';

/** What each reason means, in the words of the OpenAPI document. */
export const REASONS: Readonly<Record<ErrorReason, ReasonText>> = {
  request_invalid: {
    code: INVALID,
    title: 'The request is not valid',
    when: 'The request breaks the contract. `error.fields` names every broken rule, if the body could be read.',
  },
  request_refused: { title: 'The request was refused', when: 'The request cannot be handled.' },
  request_timeout: {
    title: 'The request took too long to arrive',
    when: 'The request was not complete in time. Nothing was accepted.',
  },
  request_incomplete: {
    code: INVALID,
    title: 'The request could not be read to its end',
    when: 'The body ended before its last byte. Lines of a batch that have an answer are saved.',
  },
  host_missing: {
    code: INVALID,
    title: 'The request is not valid',
    when: 'The Host header is missing.',
  },
  expectation_failed: {
    title: 'The expectation cannot be met',
    when: 'The Expect header is not `100-continue`.',
  },
  route_not_found: { title: 'No such route', when: 'There is no such route.' },
  method_not_allowed: {
    title: 'The method is not allowed',
    when: 'The path has no route with this method. The header `Allow` lists its methods.',
  },
  uri_too_long: { title: 'The URL is too long', when: 'The URL is too long.' },
  headers_too_large: {
    title: 'The headers are too large',
    when: 'The headers are larger than 16 KiB.',
  },
  body_too_large: {
    title: 'The body is too large',
    when: 'The body is larger than 1 MiB, packed or unpacked.',
  },
  line_too_long: { title: 'The line is too long', when: 'A line is larger than 1 MiB.' },
  batch_too_large: {
    title: 'The batch is too large',
    when: 'The batch has more than 100,000 lines or 128 MiB. Lines with an answer are saved.',
  },
  compression_ratio_too_high: {
    title: 'The body expands too much',
    when: 'The compressed body expands to more than 100 times its size. Lines with an answer are saved.',
  },
  compression_invalid: {
    code: INVALID,
    title: 'The request could not be read to its end',
    when: 'The body is not what its `Content-Encoding` says, or ends too early.',
  },
  unsupported_media_type: {
    title: 'The content type is not supported',
    when: 'The `Content-Type` is not one of this route, or its charset is not UTF-8.',
  },
  unsupported_content_encoding: {
    title: 'The content encoding is not supported',
    when: 'The `Content-Encoding` is not one of those in the header `Accept-Encoding`.',
  },
  api_key_missing: {
    code: AUTHENTICATION,
    title: 'The API key is missing or wrong',
    when: 'There is no header `Authorization: Bearer <key>`.',
  },
  api_key_in_url: {
    code: AUTHENTICATION,
    title: 'The API key is in the URL',
    when: 'The query of the URL has a key. Send it as the header `Authorization: Bearer <key>`.',
  },
  api_key_wrong: {
    code: AUTHENTICATION,
    title: 'The API key is missing or wrong',
    when: 'This service does not know the API key.',
  },
  api_key_revoked: {
    code: AUTHENTICATION,
    title: 'The API key is missing or wrong',
    when: 'The API key was revoked.',
  },
  api_key_expired: {
    code: AUTHENTICATION,
    title: 'The API key is missing or wrong',
    when: 'The API key has expired.',
  },
  account_disabled: {
    code: AUTHENTICATION,
    title: 'The API key is missing or wrong',
    when: 'The account of the API key is disabled.',
  },
  admin_key_missing: {
    code: AUTHENTICATION,
    title: 'The admin key is missing or wrong',
    when: 'There is no header `Authorization: Bearer <admin key>`.',
  },
  admin_key_wrong: {
    code: AUTHENTICATION,
    title: 'The admin key is missing or wrong',
    when: 'The key is not an admin key.',
  },
  admin_key_revoked: {
    code: AUTHENTICATION,
    title: 'The admin key is missing or wrong',
    when: 'The admin key was revoked.',
  },
  admin_key_expired: {
    code: AUTHENTICATION,
    title: 'The admin key is missing or wrong',
    when: 'The admin key has expired.',
  },
  scope_missing: {
    title: 'The key may not do this',
    when: 'The route needs a key with the scope `write`.',
  },
  integration_not_allowed: {
    title: 'The API key is for other integrations',
    when: 'The key is restricted to integrations, and the request is about another one or about all.',
  },
  rate_limit_exceeded: {
    code: RATE,
    title: 'Too many requests',
    when: 'The API key has made too many requests. Nothing was accepted.',
  },
  too_many_batches: {
    code: RATE,
    title: 'Too many batches at once',
    when: 'The API key has 8 batches in progress. Nothing was accepted.',
  },
  too_many_wrong_keys: {
    code: RATE,
    title: 'Too many requests',
    when: 'Too many wrong keys came from the address of the caller.',
  },
  rejected: {
    code: 'REMOTE.INPUT_INVALID',
    title: 'The result link was refused',
    when: 'Kombo or the ATS refused the request for good. Code and message are Kombo’s, and so is the status, unless it is 401, 403, or 407: that becomes 424.',
  },
  throttled: {
    code: 'REMOTE.RATE_LIMIT_EXCEEDED',
    title: 'Too fast for this integration',
    when: 'Kombo or the ATS wants fewer requests.',
  },
  unavailable: {
    code: 'REMOTE.SERVICE_UNAVAILABLE',
    title: 'The ATS or Kombo cannot be reached',
    when: 'Kombo or the ATS is not available.',
  },
  integration_broken: {
    code: 'INTEGRATION.AUTHENTICATION_INVALID',
    title: 'The integration takes no writes at present',
    when: 'The integration takes no writes. An accepted result link is saved and goes out once that is fixed: do not send it again.',
  },
  account_broken: {
    code: AUTHENTICATION,
    title: 'Kombo refuses the key of this account',
    when: 'Kombo refuses the key of the account. An accepted result link is saved and goes out once that is fixed: do not send it again.',
  },
  outcome_unknown: {
    code: 'PLATFORM.TASK_TIMED_OUT',
    title: 'The outcome is not known',
    when: 'The request was sent, but no trustworthy answer came back. The result link may be in the ATS: look there before you send it again.',
  },
  idempotency_key_reused: {
    title: 'The idempotency key was used for another request',
    when: 'The `Idempotency-Key` belongs to a delivery with another integration, target, or content.',
  },
  delivery_not_found: {
    title: 'There is no such delivery',
    when: 'The account of the API key has no such delivery, or the key may not see it.',
  },
  delivery_lost: {
    code: 'PLATFORM.TASK_TIMED_OUT',
    title: 'The database has lost the delivery',
    when: 'A failover or a restore of the database lost the delivery. The result link may be in the ATS: look there before you send it again.',
  },
  delivery_erased: {
    title: 'The content of the delivery was erased',
    when: 'The content of the delivery was erased, so it cannot be sent again.',
  },
  delivery_queued: state('queued'),
  delivery_delivering: state('delivering'),
  delivery_retrying: state('retrying'),
  delivery_parked: state('parked'),
  delivery_unknown: state('unknown'),
  delivery_failed: state('failed'),
  delivery_cancelled: state('cancelled'),
  delivery_delivered: state('delivered'),
  integration_unknown: {
    title: 'Nothing was ever accepted for this integration',
    when: 'No result link was ever accepted for this integration.',
  },
  webhook_endpoint_not_found: {
    title: 'There is no such webhook endpoint',
    when: 'The account of the API key has no such webhook endpoint.',
  },
  webhook_endpoint_disabled: {
    title: 'The webhook endpoint is switched off',
    when: 'The webhook endpoint is disabled.',
  },
  too_many_webhook_endpoints: {
    title: 'There are too many webhook endpoints',
    when: 'The account has as many webhook endpoints as it may have.',
  },
  kombo_webhooks_not_configured: {
    title: "Kombo's webhooks are not configured",
    when: 'No account has a webhook secret.',
  },
  signature_missing: {
    code: AUTHENTICATION,
    title: 'The signature is missing',
    when: 'There is no header `X-Kombo-Signature`.',
  },
  signature_wrong: {
    code: AUTHENTICATION,
    title: 'The signature is wrong',
    when: 'The signature does not fit the body with the webhook secret of any account.',
  },
  webhook_malformed: {
    code: INVALID,
    title: 'This is not a webhook of Kombo',
    when: 'The signature is right, but the body is not a webhook.',
  },
  account_not_found: { title: 'There is no such account', when: 'There is no such account.' },
  account_exists: { title: 'The account exists', when: 'An account with this ID exists.' },
  account_in_use: {
    title: 'The account has deliveries',
    when: 'Result links were accepted for the account, so it can only be disabled.',
  },
  account_of_environment: {
    title: 'The account is set up by the environment',
    when: 'The settings of the account are environment variables of the service.',
  },
  api_key_not_found: { title: 'There is no such key', when: 'The account has no such API key.' },
  admin_key_not_found: {
    title: 'There is no such admin key',
    when: 'There is no admin key with this ID.',
  },
  encryption_key_missing: {
    title: 'The service has no encryption key',
    when: 'The service has no encryption key, so it cannot store secrets.',
  },
  unfinished_move: {
    title: 'The database is being filled',
    when: 'result-links admin migrate has not finished filling this database.',
  },
  account_unavailable: {
    title: 'The account cannot be used now',
    when: 'This process has no access to Kombo for the account. Try again in a few seconds.',
  },
  database_unavailable: {
    title: 'The database cannot be reached',
    when: 'The database cannot be reached, or did not answer in time. Nothing was confirmed as saved: send the request again, unchanged.',
  },
  database_read_only: {
    title: 'The database cannot be written to',
    when: 'The database server is a standby. Nothing was accepted.',
  },
  database_full: {
    title: 'The database has no room on its disk',
    when: 'The disk of the database is full. Nothing was accepted.',
  },
  internal_error: {
    code: 'PLATFORM.UNKNOWN_ERROR',
    title: 'Something went wrong on our side',
    when: 'Unexpected error. The log has it under the `X-Request-Id`.',
  },
};

function state(name: string): ReasonText {
  return {
    title: `The delivery is ${name}`,
    when: `The delivery is \`${name}\`, which does not allow this.`,
  };
}
