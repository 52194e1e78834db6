import type { OpenAPIObject } from '@nestjs/swagger';
import {
  DELIVERY_EVENT_TYPES,
  DeliveryEvent,
  INTEGRATION_EVENT_TYPES,
  IntegrationEvent,
  TEST_EVENT_TYPE,
  TestEvent,
} from '@result-links/contracts/webhooks';

/** Classes that no route mentions, for the document's schemas. */
export const EVENT_MODELS = [DeliveryEvent, IntegrationEvent, TestEvent];

const HEADERS = [
  ['webhook-id', 'Id of the event; the same in every attempt.'],
  ['webhook-timestamp', 'Seconds since 1970: when this attempt was sent.'],
  ['webhook-signature', 'One or more `v1,<base64>`, separated by spaces.'],
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
      summary: type,
      tags: ['Events'],
      parameters: HEADERS.map(([name, description]) => ({
        ...{ name, description, in: 'header' as const, required: true },
        schema: { type: 'string' as const },
      })),
      requestBody: {
        required: true,
        content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } },
      },
      responses: {
        '2XX': { description: 'Taken; the body is not read.' },
        '410': { description: 'Send nothing more: the endpoint is switched off.' },
      },
    },
  };
}
