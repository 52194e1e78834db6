import type { IntegrationStateName } from './integrations/states.js';
import type { NumberOrRange } from './scenarios/random.js';
import type { Scenario } from './scenarios/scenario.js';
import type { ActiveScenario } from './scenarios/script.js';
import type { IntegrationStats, RateLimit } from './server/limiter.js';
import type { SentWebhook, WebhookOrder } from './webhooks/send-webhook.js';
import type { ReceivedFilter } from './server/received-log.js';
import type { ReceivedResultLink } from './server/received-result-link.js';

/** How a sandbox is to be. Everything has a default. */
export interface SandboxOptions {
  /** Port to listen on; default 0: any free one. */
  port?: number;
  /** Address to listen on; default `127.0.0.1`: this machine only. */
  host?: string;
  /** The one API key that is right; default `sandbox-key`. */
  apiKey?: string;
  /** What its webhooks are signed with; default `sandbox-webhook-secret-24`. */
  webhookSecret?: string;
  /** Writes in flight per integration before the next is refused; default 30, as Kombo's. */
  concurrencyLimit?: number;
  /**
   * Requests per integration and time; default 1,000,000 per 60 s, which is none. (Kombo's own limit
   * is in no document; a sample header says 300.)
   */
  rateLimit?: RateLimit;
  /** Milliseconds that every write takes, fixed or between two numbers; default 0. */
  latencyMs?: NumberOrRange;
  /** Seed of the dice for `probability`, `flaky` and ranges; default 1: every start is the same. */
  seed?: number;
  /** How many requests are remembered; default 10,000. The oldest is forgotten first. */
  maxReceived?: number;
  /**
   * File in which answered requests are saved and from which those of earlier runs are read, one JSON
   * object a line; default: none. It holds API traffic, so it is created for its owner alone.
   */
  receivedFile?: string;
}

/** Counts since the start or the last reset. */
export interface SandboxStats {
  /** Result-link requests, refused ones included. */
  requests: number;
  /** Links that were written. */
  written: number;
  /** The most writes ever in flight at once on one integration. */
  maxInFlight: number;
  /**
   * How often each answer was given: by status and code (`200`, `429 REMOTE.RATE_LIMIT_EXCEEDED`),
   * or `cut`, `half-answer`, `hang`, `client-gone`.
   */
  answers: Record<string, number>;
  /** By integration id; those that exist and were written to. */
  integrations: Record<string, IntegrationStats>;
}

/** A running sandbox. */
export interface Sandbox {
  /** For clients, with `/v1`: `http://127.0.0.1:41234/v1`. */
  readonly url: string;
  /** Without path: `http://127.0.0.1:41234`; the control routes are below `/__sandbox`. */
  readonly origin: string;
  /** The right API key. */
  readonly apiKey: string;
  /** What its webhooks are signed with. */
  readonly webhookSecret: string;
  /** What was received, oldest first. */
  received(filter?: ReceivedFilter): ReceivedResultLink[];
  /** Counts. */
  stats(): SandboxStats;
  /**
   * Puts a scenario in force.
   * @throws {InvalidScenarioError} when it makes no sense
   */
  script(scenario: Scenario): ActiveScenario;
  /**
   * Puts an integration into another state, e.g. to let a broken one recover. Its details and its
   * writes change together.
   * @throws {RangeError} when there is no such integration
   */
  setState(integrationId: string, state: IntegrationStateName): void;
  /**
   * Sends a webhook about an integration, signed as Kombo's are, and waits for the answer.
   * @throws {InvalidWebhookOrderError} when there is no such integration
   */
  sendWebhook(order: WebhookOrder): Promise<SentWebhook>;
  /** As after the start: nothing received, no scenarios, all integrations in their first state. */
  reset(): void;
  /** Stops at once: open connections are cut, hanging requests too. Resolves when the port is free. */
  close(): Promise<void>;
}
