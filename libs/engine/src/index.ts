export type { ApiKeyDirectory, KeyRefusal } from './accounts/api-key-directory.js';
export { KEY_CACHE_MS } from './accounts/key-directory.js';
export type { RefusedCall } from './audit/refusal-log.js';
export { komboClientOf } from './accounts/kombo-client-of.js';
export { collect } from './config/collect.js';
export { readEngineConfig, type EngineConfig, type KomboAccess } from './config/engine-config.js';
export * from './config/read.js';
export { DEFAULT_ACCOUNT, openEngine, type Engine, type EngineParts } from './engine.js';
export { answerScrape, type ScrapeAnswer } from './observability/metrics/answer-scrape.js';
export type { AnsweredRequest, ServiceMetrics } from './observability/metrics/service-metrics.js';
export type { MetricsConfig, ObservabilityConfig } from './observability/config.js';
export { readinessOf, type EngineHealth, type Readiness } from './observability/readiness.js';
export type { Observability } from './observability/observability.js';
export type { RequestSpan, Tracing } from './observability/tracing/tracing.js';
export type { KomboWebhookResult } from './webhooks/kombo-webhooks.js';
export {
  MAX_ENDPOINTS,
  type EndpointWithSecret,
  type OutgoingWebhooks,
} from './webhooks/outgoing-webhooks.js';
export type { Webhooks } from './webhooks/webhooks.js';
export type {
  Confirmation,
  ConfirmInput,
  SendingStop,
  WebhookAttempt,
  WebhookEndpoint,
} from '@result-links/persistence';
export { createLogger, type Logger } from './logger.js';
export { migrateSchema } from './migrate-schema.js';
export { explainStartFailure } from './start-failure.js';
export { moveDatabase } from './move-database.js';
export { onShutdown, SHUTDOWN_GRACE_MS } from './shutdown.js';
export {
  DatabaseUnavailableError,
  type DatabaseProblem,
  UnstorableTextError,
  EncryptionKeyMissingError,
  UnfinishedMoveError,
} from '@result-links/persistence';
