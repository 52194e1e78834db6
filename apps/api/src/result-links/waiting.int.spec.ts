/** Accepting, waiting, repeating: what a caller of the two write routes can count on. */
import { randomUUID } from 'node:crypto';
import {
  healthyIntegration,
  resultLink,
  startService,
  type TestService,
} from '../testing/service.js';

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

let integration: string;
beforeEach(() => {
  service.sandbox.reset();
  integration = healthyIntegration();
});

const PATH = '/v1/ats/candidates/candidate-1/result-links';
const post = (body: unknown, headers: Record<string, string> = {}, path = PATH) =>
  service.post(path, {
    headers: { 'x-integration-id': integration, ...headers },
    body: JSON.stringify(body),
  });
const written = () => service.sandbox.received({ integration }).filter((link) => link.wasWritten);
const idOf = (answer: { headers: Headers }) => answer.headers.get('x-delivery-id');

async function ended(id: string): Promise<string> {
  for (;;) {
    const delivery = await service.engine.deliveries.find('default', id);
    if (delivery && ['delivered', 'failed', 'unknown', 'cancelled'].includes(delivery.state)) {
      return delivery.state;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('Prefer', () => {
  it('respond-async answers 202 at once, and the link goes out all the same', async () => {
    service.sandbox.script({ integration, fault: 'none', latencyMs: 300 });
    const answer = await post(resultLink(), { prefer: 'respond-async' });
    expect(answer.status).toBe(202);
    expect(answer.headers.get('preference-applied')).toBe('respond-async');
    expect(answer.headers.get('location')).toBe(`/v1/deliveries/${idOf(answer)}`);
    expect(answer.body).toMatchObject({ status: 'accepted', data: { id: idOf(answer) } });
    expect(await ended(idOf(answer)!)).toBe('delivered');
    expect(written()).toHaveLength(1);
  });

  it('wait=1 gives up after a second, and the link goes out all the same', async () => {
    service.sandbox.script({ integration, fault: 'none', latencyMs: 2_000 });
    const start = Date.now();
    const answer = await post(resultLink(), { prefer: 'wait=1' });
    expect(answer.status).toBe(202);
    expect(Date.now() - start).toBeGreaterThanOrEqual(990);
    expect(await ended(idOf(answer)!)).toBe('delivered');
  });

  it('what is not known is ignored', async () => {
    expect((await post(resultLink(), { prefer: 'wait=soon, return=minimal' })).status).toBe(200);
  });
});

describe('Idempotency-Key', () => {
  it('same key and content: the same delivery and its present answer', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const body = resultLink();
    const first = await post(body, key);
    const second = await post({ url: body.url, label: body.label }, key);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(idOf(second)).toBe(idOf(first));
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(written()).toHaveLength(1);
  });

  it('a failed one is replayed as failed', async () => {
    service.sandbox.script({ integration, fault: 'fail-REMOTE.INPUT_INVALID' });
    const key = { 'idempotency-key': `"${randomUUID()}"` };
    const body = resultLink();
    const first = await post(body, key);
    service.sandbox.reset();
    const second = await post(body, key);
    expect(second.status).toBe(first.status);
    expect(second.body).toEqual(first.body);
    expect(service.sandbox.received({ integration })).toHaveLength(0);
  });

  it.each([
    ['content', { label: 'Another' }, PATH],
    ['target', {}, '/v1/ats/candidates/candidate-2/result-links'],
    ['kind of target', {}, '/v1/ats/applications/candidate-1/result-links'],
  ])('same key, other %s: 422 that names the delivery', async (_what, change, path) => {
    const key = { 'idempotency-key': randomUUID() };
    const body = resultLink();
    const first = await post(body, key);
    const second = await post({ ...body, ...change }, key, path);
    expect(second.status).toBe(422);
    expect(second.body.error).toMatchObject({ code: null, reason: 'idempotency_key_reused' });
    expect(second.body.error.message).toContain(idOf(first));
    expect(written()).toHaveLength(1);
  });

  it.each(['', '""', 'x'.repeat(256), 'kéy'])('refuses the key %j', async (key) => {
    const answer = await post(resultLink(), { 'idempotency-key': key });
    expect(answer.status).toBe(400);
    expect(answer.body.error.fields).toMatchObject([{ path: 'Idempotency-Key' }]);
    expect(written()).toHaveLength(0);
  });

  it('takes a key of 255 characters', async () => {
    expect((await post(resultLink(), { 'idempotency-key': 'x'.repeat(255) })).status).toBe(200);
  });

  it('eight at once with one key are one delivery', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const body = resultLink();
    const answers = await Promise.all(Array.from({ length: 8 }, () => post(body, key)));
    expect(new Set(answers.map(idOf)).size).toBe(1);
    expect(written()).toHaveLength(1);
  });
});

describe('without a key the content is the key', () => {
  it('the same link twice is written once', async () => {
    const body = resultLink();
    const answers = await Promise.all([post(body), post(body), post(body)]);
    expect(new Set(answers.map(idOf)).size).toBe(1);
    expect(written()).toHaveLength(1);
  });

  it('another label, target or integration is another link', async () => {
    const body = resultLink();
    const ids = [
      await post(body),
      await post({ ...body, label: 'Other' }),
      await post(body, {}, '/v1/ats/candidates/candidate-2/result-links'),
      await post(body, { 'x-integration-id': healthyIntegration() }),
    ].map(idOf);
    expect(new Set(ids).size).toBe(4);
  });

  it('a failed one does not stand in the way of trying again', async () => {
    service.sandbox.script({ integration, fault: 'fail-REMOTE.INPUT_INVALID', times: 1 });
    const body = resultLink();
    expect((await post(body)).headers.get('x-delivery-state')).toBe('failed');
    expect((await post(body)).status).toBe(200);
  });

  it('an unknown one does', async () => {
    service.sandbox.script({ integration, fault: 'cut-after', times: 1 });
    const body = resultLink();
    expect((await post(body)).status).toBe(504);
    const again = await post(body);
    expect(again.status).toBe(504);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(written()).toHaveLength(1);
  });
});

it('a caller who hangs up and comes back finds one delivery', async () => {
  service.sandbox.script({ integration, fault: 'none', latencyMs: 1_000 });
  const body = JSON.stringify(resultLink());
  const headers = {
    authorization: `Bearer ${service.apiKey}`,
    'x-integration-id': integration,
    'content-type': 'application/json',
  };
  const impatient = fetch(service.url + PATH, {
    method: 'POST',
    headers,
    body,
    signal: AbortSignal.timeout(300),
  });
  await expect(impatient).rejects.toThrow();
  const answer = await service.post(PATH, { headers, body });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('idempotent-replayed')).toBe('true');
  expect(written()).toHaveLength(1);
});

it('a parked integration answers at once, and release sends what waited', async () => {
  service.sandbox.script({ integration, fault: 'fail-INTEGRATION.INACTIVE', times: 1 });
  const first = await post(resultLink());
  const second = await post(resultLink());
  expect([first, second].map((answer) => answer.headers.get('x-delivery-state'))).toEqual([
    'parked',
    'parked',
  ]);
  expect(service.sandbox.received({ integration })).toHaveLength(1);
  const released = await service.post(`/v1/integrations/${integration}:release`, { body: '' });
  expect(released.body).toMatchObject({ status: 'success', data: { count: 2 } });
  expect(await Promise.all([first, second].map((answer) => ended(idOf(answer)!)))).toEqual([
    'delivered',
    'delivered',
  ]);
});

it('an ending process is not ready, and tells those who wait the state of the delivery', async () => {
  const ending = await startService();
  try {
    const integrationId = healthyIntegration();
    ending.sandbox.script({ integration: integrationId, fault: 'none', latencyMs: 2_000 });
    const waiting = ending.post(PATH, { headers: { 'x-integration-id': integrationId } });
    while (ending.sandbox.received({ integration: integrationId }).length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    ending.engine.announceEnd();
    const ready = await fetch(`${ending.url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({ status: 'not_ready', reasons: ['shutting_down'] });
    ending.engine.waiter.close();
    const answer = await waiting;
    expect(answer.status).toBe(202);
    expect(answer.headers.get('x-delivery-state')).toBe('delivering');
    expect(answer.body).toMatchObject({ data: { state: 'delivering' } });
  } finally {
    await ending.close();
  }
});
