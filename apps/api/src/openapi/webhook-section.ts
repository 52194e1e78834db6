import type { OpenAPIObject } from '@nestjs/swagger';
import {
  DELIVERY_EVENT_TYPES,
  DeliveryEvent,
  INTEGRATION_EVENT_TYPES,
  IntegrationEvent,
  TEST_EVENT_TYPE,
  TestEvent,
} from '@result-links/contracts/webhooks';
import { EXAMPLES_OF_EVENTS } from './examples/index.js';

/** Classes that no route mentions, for the document's schemas. */
export const EVENT_MODELS = [DeliveryEvent, IntegrationEvent, TestEvent];

const HEADERS = [
  ['webhook-id', 'ID of the event; the same in every attempt.', 'msg_2mVf0yq3sZ1uYtN8'],
  ['webhook-timestamp', 'Time this attempt was sent, in seconds since 1970.', '1795425331'],
  [
    'webhook-signature',
    'One or more `v1,<base64>`, separated by spaces.',
    'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
  ],
] as const;

/** The `webhooks` of the OpenAPI document: what is sent to endpoints. */
export function webhookSection(): NonNullable<OpenAPIObject['webhooks']> {
  const entries = [
    ...DELIVERY_EVENT_TYPES.map((type) => [type, DeliveryEvent] as const),
    ...INTEGRATION_EVENT_TYPES.map((type) => [type, IntegrationEvent] as const),
    [TEST_EVENT_TYPE, TestEvent] as const,
  ];
  return Object.fromEntries(entries.map(([type, model]) => [type, describe(type, model.name)]));
}

function describe(type: string, schema: string) {
  return {
    post: {
      operationId: operationId(type),
      summary: SUMMARIES[type] ?? type,
      security: [],
      tags: ['Events'],
      parameters: HEADERS.map(([name, description, example]) => ({
        ...{ name, description, example, in: 'header' as const, required: true },
        schema: { type: 'string' as const },
      })),
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: { $ref: `#/components/schemas/${schema}` },
            example: EXAMPLES_OF_EVENTS[type],
          },
        },
      },
      responses: {
        '2XX': { description: 'Received. The body is ignored.' },
        '410': { description: 'Gone. The endpoint is disabled.' },
      },
    },
  };
}

const SUMMARIES: Readonly<Record<string, string>> = {
  'delivery.delivered': 'A result link was written',
  'delivery.failed': 'A delivery has failed',
  'delivery.unknown': 'The outcome of a delivery is unknown',
  'delivery.parked': 'A delivery waits for its integration',
  'integration.parked': 'An integration takes no more result links',
  'integration.released': 'An integration takes result links again',
  [TEST_EVENT_TYPE]: 'A test was requested',
};

/** `delivery.failed` → `onDeliveryFailed`. */
function operationId(type: string): string {
  return `on.${type}`.replace(/\.(\w)/g, (_match, letter: string) => letter.toUpperCase());
}
