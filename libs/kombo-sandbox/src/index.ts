export { DEFAULT_API_KEY, DEFAULT_WEBHOOK_SECRET, startSandbox } from './start-sandbox.js';
export type { Sandbox, SandboxOptions, SandboxStats } from './sandbox.js';
export {
  SANDBOX_INTEGRATIONS,
  type SandboxIntegration,
  type SandboxTarget,
  type TargetType,
} from './integrations/ready-integrations.js';
export {
  INTEGRATION_STATES,
  type IntegrationState,
  type IntegrationStateName,
} from './integrations/states.js';
export {
  sandboxApplications,
  sandboxCandidate,
  sandboxJob,
  type SandboxApplication,
  type SandboxCandidate,
  type SandboxJob,
} from './population/entries.js';
export { JOB_COUNT, POPULATION_SIZE } from './population/people.js';
export { ERROR_TABLE, type ErrorFacts } from './kombo/error-table.js';
export type { Fault } from './scenarios/fault.js';
export { FAULT_NAMES, type FaultName } from './scenarios/fault-names.js';
export { InvalidScenarioError, type Operation, type Scenario } from './scenarios/scenario.js';
export type { ActiveScenario } from './scenarios/script.js';
export type { NumberOrRange } from './scenarios/random.js';
export type { IntegrationStats, RateLimit } from './server/limiter.js';
export type { ReceivedFilter } from './server/received-log.js';
export type { ReceivedAnswer, ReceivedResultLink } from './server/received-result-link.js';
export {
  InvalidWebhookOrderError,
  type SentWebhook,
  type WebhookOrder,
} from './webhooks/send-webhook.js';
export type { SandboxWebhook } from './webhooks/webhook.js';
