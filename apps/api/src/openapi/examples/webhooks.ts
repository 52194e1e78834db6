import type * as webhooks from '@result-links/contracts/webhooks';
import { queued } from './deliveries.js';
import { ACCOUNT, DELIVERY, ENDPOINT, INTEGRATION, MESSAGE, success } from './shared.js';

const endpoint: webhooks.WebhookEndpoint = {
  id: ENDPOINT,
  url: 'https://hooks.example.com/result-links',
  events: ['delivery.failed', 'delivery.unknown', 'integration.parked'],
  disabled_at: null,
  disabled_reason: null,
  failing_since: null,
  previous_secret_until: null,
  created_at: '2026-11-20T08:00:00.000Z',
};
const withSecret: webhooks.WebhookEndpointWithSecret = {
  ...endpoint,
  secret: 'whsec_b3VyLWV4YW1wbGUtc2VjcmV0LTAwMDAwMDAwMDAwMDA=',
};

/** Webhook endpoints, by schema. */
export const WEBHOOKS = {
  CreateWebhookEndpointRequest: {
    url: endpoint.url,
    events: endpoint.events,
  } satisfies webhooks.CreateWebhookEndpointRequest,
  UpdateWebhookEndpointRequest: {
    events: endpoint.events,
  } satisfies webhooks.UpdateWebhookEndpointRequest,
  WebhookEndpointSecretResponse: success(
    withSecret,
  ) satisfies webhooks.WebhookEndpointSecretResponse,
  WebhookEndpointResponse: success(endpoint) satisfies webhooks.WebhookEndpointResponse,
  ListWebhookEndpointsResponse: success({
    results: [endpoint],
  }) satisfies webhooks.ListWebhookEndpointsResponse,
  WebhookMessageResponse: success({
    message_id: MESSAGE,
  }) satisfies webhooks.WebhookMessageResponse,
  ListWebhookAttemptsResponse: success({
    results: [
      {
        message_id: MESSAGE,
        type: 'delivery.failed',
        number: 1,
        started_at: '2026-11-23T09:15:32.010Z',
        duration_ms: 184,
        succeeded: true,
        http_status: 204,
        error: null,
        next_attempt_at: null,
      },
    ],
  }) satisfies webhooks.ListWebhookAttemptsResponse,
};

const deliveryEvent = (
  type: webhooks.DeliveryEvent['type'],
  data: Pick<webhooks.DeliveryEventData, 'state' | 'outcome' | 'error_code'>,
): webhooks.DeliveryEvent => ({
  type,
  timestamp: '2026-11-23T09:15:31.482Z',
  data: {
    account_id: ACCOUNT,
    delivery_id: DELIVERY,
    integration_id: INTEGRATION,
    target: queued.target,
    ...data,
    attempt_count: 1,
    accepted_at: queued.accepted_at,
  },
});
const integrationEvent = (
  type: webhooks.IntegrationEvent['type'],
  state: 'parked' | 'active',
): webhooks.IntegrationEvent => ({
  type,
  timestamp: '2026-11-23T09:15:31.482Z',
  data: {
    account_id: ACCOUNT,
    integration_id: INTEGRATION,
    state,
    error_code: state === 'parked' ? 'INTEGRATION.AUTHENTICATION_INVALID' : null,
  },
});

/** An example of every event. */
export const EXAMPLES_OF_EVENTS: Readonly<Record<string, webhooks.WebhookEvent>> = {
  'delivery.delivered': deliveryEvent('delivery.delivered', {
    state: 'delivered',
    outcome: 'delivered',
    error_code: null,
  }),
  'delivery.failed': deliveryEvent('delivery.failed', {
    state: 'failed',
    outcome: 'rejected',
    error_code: 'REMOTE.INPUT_INVALID',
  }),
  'delivery.unknown': deliveryEvent('delivery.unknown', {
    state: 'unknown',
    outcome: 'unknown',
    error_code: 'PLATFORM.TASK_TIMED_OUT',
  }),
  'delivery.parked': deliveryEvent('delivery.parked', {
    state: 'parked',
    outcome: 'integration_broken',
    error_code: 'INTEGRATION.AUTHENTICATION_INVALID',
  }),
  'integration.parked': integrationEvent('integration.parked', 'parked'),
  'integration.released': integrationEvent('integration.released', 'active'),
  'webhook.test': {
    type: 'webhook.test',
    timestamp: '2026-11-23T09:15:31.482Z',
    data: { account_id: ACCOUNT, endpoint_id: ENDPOINT },
  },
};
