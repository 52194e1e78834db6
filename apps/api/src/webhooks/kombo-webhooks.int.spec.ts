import { createHmac } from 'node:crypto';
import {
  CANDIDATE,
  healthyIntegration,
  startService,
  type TestService,
} from '../testing/service.js';

interface Answer {
  error: { reason: string };
}

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service?.close());

const url = () => `${service.url}/v1/webhooks/kombo`;
const signed = (body: string, secret = service.sandbox.webhookSecret) =>
  createHmac('sha256', secret).update(body).digest('base64url');
async function send(body: string | undefined, headers: Record<string, string> = {}) {
  const response = await fetch(url(), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body }),
  });
  return { status: response.status, body: (await response.json()) as Answer };
}
const path = (candidate: string) => `/v1/ats/candidates/${candidate}/result-links`;
const submit = (integration: string, prefer = 'respond-async') =>
  service.post(path(CANDIDATE), { headers: { 'x-integration-id': integration, prefer } });
const tell = async (integration: string, data: Record<string, unknown>, id?: string) =>
  (await service.sandbox.sendWebhook({ url: url(), integration, data, ...(id && { id }) })).answer;

it('a broken integration parks what comes, a repaired one lets it go', async () => {
  const integration = healthyIntegration();
  expect((await submit(integration, 'wait=20')).status).toBe(200);
  const parked = await tell(integration, { state: 'INVALID' });
  expect(parked).toEqual({
    status: 200,
    body: '{"status":"success","data":{"effect":"parked","deliveries":0}}',
  });
  const waiting = await submit(integration);
  expect(waiting.headers.get('x-delivery-state')).toBe('parked');

  const released = await tell(integration, { state: 'ACTIVE' });
  expect(JSON.parse(released?.body ?? '')).toMatchObject({
    data: { effect: 'released', deliveries: 1 },
  });
  const id = waiting.headers.get('x-delivery-id') ?? '';
  const stateOf = async () => (await service.engine.deliveries.find('default', id))?.state;
  for (let n = 0; n < 100 && (await stateOf()) !== 'delivered'; n += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(await stateOf()).toBe('delivered');
});

it('who sends a result link to a parked integration hears why, and that it is kept', async () => {
  const integration = healthyIntegration();
  await submit(integration, 'wait=20');
  await tell(integration, { state: 'INVALID' });
  const { status, body, headers } = await submit(integration, 'wait=20');
  expect(headers.get('x-delivery-state')).toBe('parked');
  expect([status, body.error.code, body.error.reason]).toEqual([
    409,
    'INTEGRATION.AUTHENTICATION_INVALID',
    'integration_broken',
  ]);
  expect(body.error.message).toMatch(/webhook.*kept and goes out by itself/s);
});

it('one that comes again is acknowledged and does nothing', async () => {
  const integration = healthyIntegration();
  await submit(integration);
  const id = `again-${integration}`;
  await tell(integration, { state: 'INACTIVE' }, id);
  await tell(integration, { state: 'ACTIVE' });
  const again = await tell(integration, { state: 'INACTIVE' }, id);
  expect(JSON.parse(again?.body ?? '')).toMatchObject({ data: { effect: 'replayed' } });
  expect(await service.engine.integrations.getIntegration('default', integration)).toMatchObject({
    state: 'active',
  });
});

it('kinds that do not matter, or are not known, are acknowledged', async () => {
  for (const type of ['data-changed', 'candidate-danced']) {
    const body = JSON.stringify({ id: 'x', type, data: {} });
    expect(await send(body, { 'x-kombo-signature': signed(body) })).toEqual({
      status: 200,
      body: { status: 'success', data: { effect: 'ignored', deliveries: 0 } },
    });
  }
});

it('the signature is over the bytes: another spelling of the same JSON has another one', async () => {
  const body = '{"id":"y", "type":"data-changed",\n"data":{"ü":1.0}}';
  expect((await send(body, { 'x-kombo-signature': signed(body) })).status).toBe(200);
  const respelt = JSON.stringify(JSON.parse(body));
  const { status, body: answer } = await send(respelt, { 'x-kombo-signature': signed(body) });
  expect([status, answer.error.reason]).toEqual([401, 'signature_wrong']);
});

it.each([
  ['no signature', '{"type":"x"}', {}, 401, 'signature_missing'],
  ['a wrong one', '{"type":"x"}', { 'x-kombo-signature': 'AAAA' }, 401, 'signature_wrong'],
  ['no body', undefined, { 'x-kombo-signature': 'AAAA' }, 401, 'signature_wrong'],
  ['no JSON type', 'x', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
])('with %s it is refused in the envelope', async (_what, body, headers, status, reason) => {
  const answer = await send(body, headers as Record<string, string>);
  expect(answer).toMatchObject({ status, body: { status: 'error', error: { reason } } });
});

it.each(['{"type":', '"text"', '[]', '{"type":"sync-finished","data":{}}', ''])(
  'what is signed but no webhook is malformed: %j',
  async (body) => {
    const answer = await send(body === '' ? undefined : body, {
      'x-kombo-signature': signed(body),
    });
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { code: 'PLATFORM.INPUT_INVALID', reason: 'webhook_malformed' } },
    });
  },
);

it('an API key is no signature, and other routes still get parsed JSON', async () => {
  const body = '{"type":"x"}';
  const headers = { authorization: `Bearer ${service.apiKey}` };
  expect((await send(body, headers)).status).toBe(401);
  expect((await service.post(path(CANDIDATE), { body: '{"label":' })).status).toBe(400);
});
