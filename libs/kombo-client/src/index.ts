export {
  BaseUrlError,
  isKomboHost,
  isLoopback,
  KOMBO_REGIONS,
  parseBaseUrl,
  type KomboRegion,
} from './base-url.js';
export * from './errors.js';
export type { AxiosInterceptors } from './http/interceptors.js';
export type { ResponseLimits } from './http/response-limits.js';
export { readRetryAfterSeconds } from './http/header-values.js';
export { LONGEST_RETRY_AFTER_MS, rateResetMs, retryAfterMs } from './http/retry-after.js';
export {
  KomboClient,
  type ApplicationResultLink,
  type CandidateResultLink,
  type ResultLinkReceipt,
} from './kombo-client.js';
export type * from './operations/assessment/index.js';
export type * from './operations/ats/index.js';
export type * from './operations/general/index.js';
export type * from './operations/general/model.js';
export type { ListRequest, Listing, Page, SyncedListRequest } from './operations/listing.js';
export type * from './operations/model.js';
export type {
  CallOptions,
  KomboResponse,
  WithWarnings,
  WriteReceipt,
} from './operations/operation-caller.js';
export type { AxiosSettings, KomboClientOptions } from './options.js';
export {
  isSafeToRepeat,
  OUTCOME_BY_CODE,
  outcomeOf,
  ruleFor,
  type CallFacts,
  type Outcome,
  type OutcomeRule,
  type RequestSent,
} from './outcome-policy.js';
export {
  describeResultLinkReadiness,
  type ReadinessReason,
  type ReadinessReasonCode,
  type ResultLinkReadiness,
  type ResultLinkTarget,
} from './readiness.js';
export { parseWebhook, type ParsedWebhook } from './webhooks/parse-webhook.js';
export type * from './webhooks/payloads.js';
export { verifyWebhookSignature, WEBHOOK_SIGNATURE_HEADER } from './webhooks/verify-signature.js';
