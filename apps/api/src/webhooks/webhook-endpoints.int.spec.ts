import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mintApiKey } from '@result-links/delivery';
import { Webhook } from 'standardwebhooks';
import { differencesOfEvent } from '../testing/documented-answers.js';
import {
  CANDIDATE,
  healthyIntegration,
  startService,
  type TestService,
} from '../testing/service.js';

interface Received {
  headers: Record<string, string>;
  body: string;
}

let service: TestService;
let receiver: Server;
let receiverUrl: string;
let received: Received[] = [];
const wrong: string[] = [];
let answer: (response: ServerResponse) => void = (response) => response.writeHead(204).end();

beforeAll(async () => {
  service = await startService({
    RESULT_LINKS_WEBHOOK_ALLOW_PRIVATE: 'on',
    RESULT_LINKS_ENCRYPTION_KEY: `k1:${randomBytes(32).toString('base64')}`,
  });
  receiver = createServer((request: IncomingMessage, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      received.push({ headers: request.headers as Record<string, string>, body });
      wrong.push(...differencesOfEvent(body));
      answer(response);
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  receiverUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks`;
});
afterAll(async () => {
  await service?.close();
  expect(wrong).toEqual([]);
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});
beforeEach(async () => {
  for (const { id } of (await call('GET', '')).body.data.results) await call('DELETE', `/${id}`);
  received = [];
  answer = (response) => response.writeHead(204).end();
});

async function call(method: string, path: string, body?: object, key = service.apiKey) {
  const response = await fetch(`${service.url}/v1/webhook-endpoints${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}
const create = async (given: object = {}) =>
  (await call('POST', '', { url: receiverUrl, ...given })).body.data;
async function until<T>(look: () => Promise<T | undefined | false> | T | undefined | false) {
  for (let n = 0; n < 200; n += 1) {
    const seen = await look();
    if (seen) return seen;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('it did not happen within five seconds');
}

it('an event arrives signed, and says nothing of the result link but ids and states', async () => {
  const { id, secret } = await create({ events: ['delivery.delivered'] });
  const integration = healthyIntegration();
  const sent = await service.post(`/v1/ats/candidates/${CANDIDATE}/result-links`, {
    headers: { 'x-integration-id': integration },
  });
  expect(sent.status).toBe(200);
  const { headers, body } = await until(() => received[0]);
  expect(new Webhook(secret).verify(body, headers)).toEqual({
    type: 'delivery.delivered',
    timestamp: expect.any(String),
    data: {
      account_id: 'default',
      delivery_id: sent.headers.get('x-delivery-id'),
      integration_id: integration,
      target: { type: 'candidate', id: CANDIDATE },
      state: 'delivered',
      outcome: 'delivered',
      error_code: null,
      attempt_count: 1,
      accepted_at: expect.any(String),
    },
  });
  const [attempt] = await until(async () => {
    const { results } = (await call('GET', `/${id}/attempts`)).body.data;
    return results.length > 0 && results;
  });
  expect(attempt).toMatchObject({
    message_id: headers['webhook-id'],
    type: 'delivery.delivered',
    number: 1,
    succeeded: true,
    http_status: 204,
    error: null,
    next_attempt_at: null,
  });
  expect(service.log()).toContain('webhook delivered');
  expect(service.log()).not.toContain(secret);
});

it('is managed: made with a secret that is shown once, listed, changed, deleted', async () => {
  const made = await call('POST', '', { url: receiverUrl });
  expect(made).toMatchObject({
    status: 201,
    body: {
      data: {
        url: receiverUrl,
        secret: expect.stringMatching(/^whsec_/),
        disabled_at: null,
        failing_since: null,
      },
    },
  });
  expect(made.body.data.events).toHaveLength(6);
  const { id, secret } = made.body.data;
  const shown = await call('GET', `/${id}`);
  expect(JSON.stringify([shown.body, (await call('GET', '')).body])).not.toContain(secret);
  const changed = await call('PATCH', `/${id}`, { events: ['delivery.failed'], disabled: true });
  expect(changed.body.data).toMatchObject({
    events: ['delivery.failed'],
    disabled_reason: 'by_hand',
    url: receiverUrl,
  });
  expect(await call('POST', `/${id}:test`)).toMatchObject({
    status: 409,
    body: { error: { reason: 'webhook_endpoint_disabled' } },
  });
  expect((await call('DELETE', `/${id}`)).status).toBe(204);
  for (const [method, path] of [
    ['GET', `/${id}`],
    ['DELETE', `/${id}`],
    ['POST', `/${id}:test`],
    ['POST', `/${id}:rotate-secret`],
    ['GET', `/${id}/attempts`],
    ['GET', '/no-uuid'],
  ] as const) {
    expect(await call(method, path)).toMatchObject({
      status: 404,
      body: { error: { code: null, reason: 'webhook_endpoint_not_found' } },
    });
  }
});

it.each([
  [{}, 'url'],
  [{ url: 'hooks' }, 'url'],
  [{ url: 'https://hooks.example.com', events: ['delivery.vanished'] }, 'events'],
  [{ url: 'https://hooks.example.com', evnets: [] }, 'evnets'],
])('%j is refused by field', async (body, path) => {
  const { status, body: refusal } = await call('POST', '', body);
  expect(status).toBe(400);
  expect(refusal.error.fields.map((field: { path: string }) => field.path)).toContain(path);
});

it('a test event arrives, also while the secret changes, with a signature of each', async () => {
  const { id, secret } = await create();
  const rotated = await call('POST', `/${id}:rotate-secret`);
  expect(rotated.body.data.secret).not.toBe(secret);
  expect(rotated.body.data.previous_secret_until).toEqual(expect.any(String));
  expect(await call('POST', `/${id}:test`)).toMatchObject({
    status: 202,
    body: { data: { message_id: expect.any(String) } },
  });
  const { headers, body } = await until(() => received[0]);
  for (const key of [secret, rotated.body.data.secret]) {
    expect(new Webhook(key).verify(body, headers)).toMatchObject({ type: 'webhook.test' });
  }
});

it('a receiver that is gone is told nothing more', async () => {
  answer = (response) => response.writeHead(410).end();
  const { id } = await create();
  await call('POST', `/${id}:test`);
  const endpoint = await until(async () => {
    const { data } = (await call('GET', `/${id}`)).body;
    return data.disabled_at !== null && data;
  });
  expect(endpoint.disabled_reason).toBe('gone');
  expect(service.log()).toContain('webhook endpoint switched off');
});

it('a failure is repeated later, with the same id, and told in the attempts', async () => {
  answer = (response) => response.writeHead(503, { 'retry-after': '3600' }).end();
  const { id } = await create({ events: ['integration.parked', 'integration.released'] });
  const integration = healthyIntegration();
  await service.post(`/v1/ats/candidates/${CANDIDATE}/result-links`, {
    headers: { 'x-integration-id': integration },
  });
  const url = `${service.url}/v1/webhooks/kombo`;
  await service.sandbox.sendWebhook({ url, integration, data: { state: 'INVALID' } });
  const [attempt] = await until(async () => {
    const { results } = (await call('GET', `/${id}/attempts`)).body.data;
    return results.length > 0 && results;
  });
  expect(attempt).toMatchObject({ type: 'integration.parked', http_status: 503, succeeded: false });
  expect(Date.parse(attempt.next_attempt_at) - Date.now()).toBeGreaterThan(3_500_000);
  answer = (response) => response.writeHead(200).end();
  await call('PATCH', `/${id}`, { disabled: false });
  await until(() => received.length === 2);
  expect(received[1]?.headers['webhook-id']).toBe(received[0]?.headers['webhook-id']);
});

it.each([
  '?token=secret-of-the-receiver',
  '?token=secret-of-the-receiver#a',
  '#secret-of-the-receiver',
])('keys that only read do not see %s of an address', async (query) => {
  const { key, hash, hint } = mintApiKey();
  await service.engine.accounts.createKey({
    ...{ accountId: 'default', name: 'reader', scope: 'read', integrations: null },
    ...{ expiresAt: null, hash, hint },
  });
  const { id, url } = await create({ url: receiverUrl + query });
  expect(url).toContain('secret-of-the-receiver');
  expect((await call('GET', `/${id}`)).body.data.url).toBe(url);
  const hidden = { url: `${receiverUrl}?hidden` };
  expect((await call('GET', `/${id}`, undefined, key)).body.data).toMatchObject(hidden);
  expect((await call('GET', '', undefined, key)).body.data.results).toMatchObject([hidden]);
});
