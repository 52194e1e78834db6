import { ADMINISTRATION } from './admin.js';
import { attempt, DELIVERIES, failed, failure, queued, withAttempts } from './deliveries.js';
import { INTEGRATIONS } from './integrations.js';
import { INTEGRATION, success } from './shared.js';
import { WEBHOOKS } from './webhooks.js';

export { EXAMPLES_OF_EVENTS } from './webhooks.js';

/** An example of every schema that is the whole of a request, a response, or a line. */
export const EXAMPLES: Readonly<Record<string, unknown>> = {
  ...DELIVERIES,
  ...INTEGRATIONS,
  ...WEBHOOKS,
  ...ADMINISTRATION,
};

/** Examples of single operations and events, where that of the schema would not fit. */
export const EXAMPLES_OF_OPERATIONS: Readonly<
  Record<string, { request?: unknown; response?: unknown }>
> = {
  retryDelivery: {
    response: withAttempts(
      { ...failed, state: 'queued', next_attempt_at: '2026-11-23T10:02:00.000Z' },
      [attempt],
    ),
  },
  cancelDelivery: {
    response: withAttempts({ ...queued, state: 'cancelled', next_attempt_at: null }, []),
  },
  resolveDelivery: {
    response: withAttempts(
      { ...failed, state: 'delivered', last_outcome: 'unknown', failure: null },
      [
        {
          ...attempt,
          outcome: 'unknown',
          request_sent: 'maybe',
          failure: {
            ...failure,
            code: null,
            http_status: null,
            title: null,
            message: 'The connection was lost.',
            advice: 'Look for the link in the ATS, then resolve the delivery.',
          },
        },
      ],
    ),
  },
  releaseIntegration: { response: success({ count: 12, dry_run: false }) },
  receiveKomboWebhook: {
    request: {
      id: '8Ab1Cd2Ef3Gh4Ij5Kl6Mn7Op',
      type: 'integration-state-changed',
      data: { integration_id: INTEGRATION, state: 'INVALID' },
    },
    response: success({ effect: 'parked', deliveries: 3 }),
  },
  getLiveness: { response: { status: 'ok' } },
  getReadiness: { response: { status: 'ready', reasons: [] } },
};
