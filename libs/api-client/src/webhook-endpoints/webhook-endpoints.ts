import type {
  CreateWebhookEndpointRequest,
  UpdateWebhookEndpointRequest,
  WebhookAttempt,
  WebhookEndpoint,
  WebhookEndpointWithSecret,
  WebhookMessage,
} from '@result-links/contracts/webhooks';
import type { CallOptions } from '../call-options.js';
import { asText, readData, toApiError } from '../transport/answers.js';
import { segment } from '../transport/path.js';
import type { TransportAnswer } from '../transport/answers.js';
import type { Transport, TransportRequest } from '../transport/transport.js';

const BASE = '/webhook-endpoints';

/** `GET /v1/webhook-endpoints` */
export async function listWebhookEndpoints(
  transport: Transport,
  { signal }: CallOptions = {},
): Promise<WebhookEndpoint[]> {
  return readResults<WebhookEndpoint>(await transport.send({ method: 'GET', path: BASE, signal }));
}

/** `POST /v1/webhook-endpoints` */
export async function createWebhookEndpoint(
  transport: Transport,
  body: CreateWebhookEndpointRequest,
  { signal }: CallOptions = {},
): Promise<WebhookEndpointWithSecret> {
  const answer = await transport.send({ method: 'POST', path: BASE, body, signal });
  return readOne<WebhookEndpointWithSecret>(answer, 'secret');
}

/** `PATCH /v1/webhook-endpoints/{id}` */
export async function updateWebhookEndpoint(
  transport: Transport,
  id: string,
  body: UpdateWebhookEndpointRequest,
  { signal }: CallOptions = {},
): Promise<WebhookEndpoint> {
  const path = pathOf(id);
  return readOne<WebhookEndpoint>(await transport.send({ method: 'PATCH', path, body, signal }));
}

/** `DELETE /v1/webhook-endpoints/{id}` */
export async function deleteWebhookEndpoint(
  transport: Transport,
  id: string,
  { signal }: CallOptions = {},
): Promise<void> {
  const answer = await transport.send({ method: 'DELETE', path: pathOf(id), signal });
  if (answer.status !== 204) throw toApiError(answer);
}

/** `POST /v1/webhook-endpoints/{id}:rotate-secret` */
export async function rotateWebhookSecret(
  transport: Transport,
  id: string,
  { signal }: CallOptions = {},
): Promise<WebhookEndpointWithSecret> {
  const request: TransportRequest = { method: 'POST', path: `${pathOf(id)}:rotate-secret`, signal };
  return readOne<WebhookEndpointWithSecret>(await transport.send(request), 'secret');
}

/** `POST /v1/webhook-endpoints/{id}:test` */
export async function testWebhookEndpoint(
  transport: Transport,
  id: string,
  { signal }: CallOptions = {},
): Promise<WebhookMessage> {
  const request: TransportRequest = { method: 'POST', path: `${pathOf(id)}:test`, signal };
  return readOne<WebhookMessage>(await transport.send(request), 'message_id');
}

/** `GET /v1/webhook-endpoints/{id}/attempts` */
export async function listWebhookAttempts(
  transport: Transport,
  id: string,
  { limit }: { limit?: number } = {},
  { signal }: CallOptions = {},
): Promise<WebhookAttempt[]> {
  const query = limit === undefined ? '' : `?limit=${encodeURIComponent(limit)}`;
  const path = `${pathOf(id)}/attempts${query}`;
  return readResults<WebhookAttempt>(await transport.send({ method: 'GET', path, signal }));
}

function pathOf(id: string): string {
  return `${BASE}/${segment(id)}`;
}

function readResults<T>(answer: TransportAnswer): T[] {
  const { results } = readData(answer);
  if (!Array.isArray(results)) throw toApiError(answer);
  return results as T[];
}

/** @param key a text without which it is no answer of this API */
function readOne<T>(answer: TransportAnswer, key = 'id'): T {
  const data = readData(answer);
  if (asText(data[key]) === undefined) throw toApiError(answer);
  return data as T;
}
