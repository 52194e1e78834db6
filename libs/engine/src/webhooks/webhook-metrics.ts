import type { WebhookType } from '@result-links/kombo-client';
import { Counter, type Registry } from 'prom-client';
import type { WebhookObserver } from './webhook-observer.js';

/** The kinds that get a label of their own; whatever Kombo adds is `other`. */
const KNOWN: Readonly<Record<WebhookType, true>> = {
  'integration-created': true,
  'integration-deleted': true,
  'integration-state-changed': true,
  'sync-finished': true,
  'data-changed': true,
  'connection-flow-failed': true,
  'assessment:order-received': true,
  'inline-assessment:order-received': true,
};

/** Counts webhooks both ways. Labels are bounded: no endpoint, no account, no integration. */
export function webhookMetrics(registry: Registry): WebhookObserver {
  const received = new Counter({
    name: 'result_links_kombo_webhooks_total',
    help: 'Webhooks of Kombo, by type (other: not known to this version; none: refused) and what they did.',
    labelNames: ['type', 'result'] as const,
    registers: [registry],
  });
  const sent = new Counter({
    name: 'result_links_webhook_attempts_total',
    help: 'Attempts to send an event to an endpoint, by event type and result (delivered, answered, no_answer).',
    labelNames: ['type', 'result'] as const,
    registers: [registry],
  });
  const disabled = new Counter({
    name: 'result_links_webhook_endpoints_disabled_total',
    help: 'Endpoints switched off by the service, by reason.',
    labelNames: ['reason'] as const,
    registers: [registry],
  });
  return {
    komboWebhook: (type, result) =>
      received.inc({
        type: type === null ? 'none' : Object.hasOwn(KNOWN, type) ? type : 'other',
        result,
      }),
    sent: ({ type, succeeded, httpStatus }) =>
      sent.inc({
        type,
        result: succeeded ? 'delivered' : httpStatus === null ? 'no_answer' : 'answered',
      }),
    disabled: (reason) => disabled.inc({ reason }),
  };
}
