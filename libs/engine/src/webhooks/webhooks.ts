import type { Clock } from '@result-links/delivery';
import type { Persistence } from '@result-links/persistence';
import { createWebhookSender } from '@result-links/webhooks';
import type { Logger } from 'pino';
import type { Observability } from '../observability/observability.js';
import type { WebhookConfig } from './config.js';
import { WebhookDispatcher } from './dispatcher.js';
import { KomboWebhooks } from './kombo-webhooks.js';
import { outgoingWebhooks, type OutgoingWebhooks } from './outgoing-webhooks.js';
import { UNWATCHED, type WebhookObserver } from './webhook-observer.js';
import { WebhookSecrets, type AccountSecret } from './webhook-secrets.js';

/** What webhooks are made of besides their configuration. */
export interface WebhookParts {
  persistence: Persistence;
  observability: Observability;
  /** The account of the environment with its secret; `null`: it has none. */
  environmentSecret: AccountSecret | null;
  clock: Clock;
  log: Logger;
}

/** Webhooks of this process, both ways. */
export interface Webhooks {
  /** Once the database is ready. @throws ConfigError when the secret of the environment is also an account's */
  check(): Promise<void>;
  /** Kombo's, in. */
  readonly kombo: KomboWebhooks;
  /** Ours, out: the endpoints they go to. */
  readonly outgoing: OutgoingWebhooks;
  /** Sends ours; for a process that delivers. */
  readonly dispatcher: WebhookDispatcher;
}

/** Puts both together; nothing is sent before the dispatcher is started. */
export async function createWebhooks(
  config: WebhookConfig,
  { persistence, observability, environmentSecret, clock, log }: WebhookParts,
): Promise<Webhooks> {
  const observer = await observerOf(observability);
  const { webhookEndpoints, webhookOutbox, accounts, events } = persistence;
  const secrets = new WebhookSecrets(environmentSecret, accounts, (listener) =>
    events.onAccounts(listener),
  );
  return {
    check: () => secrets.assertDifferent(),
    kombo: new KomboWebhooks(secrets, persistence, observer, log),
    outgoing: outgoingWebhooks(webhookEndpoints, config),
    dispatcher: new WebhookDispatcher({
      outbox: webhookOutbox,
      send: createWebhookSender({ allowPrivate: config.allowPrivate }),
      disableAfterMs: config.disableAfterMs,
      random: Math.random,
      ...{ clock, log, observer },
    }),
  };
}

/** Loaded only where somebody wants metrics. */
async function observerOf({ metrics }: Observability): Promise<WebhookObserver> {
  if (metrics === null) return UNWATCHED;
  const { webhookMetrics } = await import('./webhook-metrics.js');
  return webhookMetrics(metrics.registry);
}
