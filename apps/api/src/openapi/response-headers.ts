import type { OpenAPIObject } from '@nestjs/swagger';
import { DELIVERY_STATE_NAMES } from '@result-links/contracts';
import { operationsOf, type Operation } from './operations.js';

const text = (description: string, example: string, schema: object = {}) => ({
  description,
  schema: { type: 'string', ...schema },
  example,
});
const seconds = (description: string, example: number) => ({
  description,
  schema: { type: 'integer', minimum: 0 },
  example,
});

const DELIVERY_ID = '019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071';

/** Every header that an answer can have and a caller can use. */
const HEADERS = {
  'X-Request-Id': {
    ...text(
      'ID of the request, as in the log of the service.',
      '5c2f5d5e-7a37-4c9a-8d3f-1f0e7f6f2a11',
      {
        format: 'uuid',
      },
    ),
    required: true,
  },
  Location: text('Path of the delivery.', `/v1/deliveries/${DELIVERY_ID}`),
  'X-Delivery-Id': text('ID of the delivery.', DELIVERY_ID, { format: 'uuid' }),
  'X-Delivery-State': text('State of the delivery.', 'delivered', { enum: DELIVERY_STATE_NAMES }),
  'Idempotent-Replayed': text(
    'The same request was accepted before; this is its delivery.',
    'true',
    {
      enum: ['true'],
    },
  ),
  'Preference-Applied': text('Preference of `Prefer` that was followed.', 'wait=10'),
  'Retry-After': seconds('Seconds to wait before the next request.', 5),
  'RateLimit-Limit': seconds('Requests that the API key may make in a window.', 600),
  'RateLimit-Remaining': seconds('Requests left in this window.', 599),
  'RateLimit-Reset': seconds('Seconds until the window ends.', 60),
  'Accept-Encoding': text('Encodings that a request body may have.', 'gzip, deflate, br'),
  'WWW-Authenticate': text('Scheme to authenticate with.', 'Bearer', { enum: ['Bearer'] }),
};
type HeaderName = keyof typeof HEADERS;

const RATE_LIMIT: HeaderName[] = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'];
const DELIVERY: HeaderName[] = [
  'Location',
  'X-Delivery-Id',
  'X-Delivery-State',
  'Idempotent-Replayed',
  'Preference-Applied',
];

/** Lists at every good response which headers it can have; those of errors stand at the errors. */
export function describeHeaders(document: OpenAPIObject): void {
  document.components = { ...document.components, headers: HEADERS as never };
  for (const operation of operationsOf(document)) {
    for (const [status, response] of Object.entries(operation.responses)) {
      if (response === undefined || '$ref' in response) continue;
      response.headers = { ...response.headers, ...headersOf(operation, status) };
    }
  }
}

/** References to the headers that a response of an operation can have. */
export function headersOf(operation: Operation, status: string): Record<string, { $ref: string }> {
  const set = headerSetOf(operation, status);
  const names: HeaderName[] = [
    'X-Request-Id',
    ...(set === 'AboutDelivery' ? DELIVERY : []),
    ...(set === 'WithoutKey' ? [] : RATE_LIMIT),
    ...(status === '429' || status === '503' ? (['Retry-After'] as const) : []),
    ...(status === '415' ? (['Accept-Encoding'] as const) : []),
    ...(status === '401' ? (['WWW-Authenticate'] as const) : []),
  ];
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** Names the set of headers of a response; empty for most. */
export function headerSetOf(
  { path, security }: Operation,
  status: string,
): 'AboutDelivery' | 'WithoutKey' | '' {
  const isWrite =
    path.startsWith('/v1/ats/') && !['401', '403', '408', '413', '415'].includes(status);
  const isAction = path.startsWith('/v1/deliveries/{id}:') && status === '409';
  if (isWrite || isAction) return 'AboutDelivery';
  return isProtected(security) ? '' : 'WithoutKey';
}

/** Whether an operation needs a key; `{}` among its schemes says that it does not. */
export function isProtected(security: Operation['security']): boolean {
  return security?.every((scheme) => Object.keys(scheme).length > 0) ?? false;
}
