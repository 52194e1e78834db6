import { randomUUID } from 'node:crypto';
import { contentHash } from '@result-links/delivery';
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
beforeEach(() => service.sandbox.reset());

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers of many shapes, looked into by tests
type Json = any;

async function call(method: string, path: string, body?: unknown, key = service.apiKey) {
  const response = await fetch(service.url + path, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Json };
}

/** Accepts a link whose first attempt meets this fault, and returns its delivery id. */
async function deliveryWith(fault: string, integration = healthyIntegration()): Promise<string> {
  service.sandbox.script({ integration, fault, times: 1 });
  const answer = await service.post('/v1/ats/candidates/candidate-1/result-links', {
    headers: { 'x-integration-id': integration, prefer: 'wait=2' },
    body: JSON.stringify(resultLink()),
  });
  return answer.headers.get('x-delivery-id') as string;
}

const FAULT_OF = {
  delivered: 'none',
  failed: 'fail-REMOTE.INPUT_INVALID',
  unknown: 'cut-after',
  retrying: 'fail-REMOTE.SERVICE_UNAVAILABLE',
  parked: 'fail-INTEGRATION.INACTIVE',
} as const;

async function stateOf(id: string): Promise<string> {
  return (await call('GET', `/v1/deliveries/${id}`)).body.data.state;
}
async function becomes(id: string, state: string): Promise<void> {
  for (let tries = 0; (await stateOf(id)) !== state; tries += 1) {
    if (tries > 200) throw new Error(`${id} is ${await stateOf(id)}, not ${state}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

it('shows a delivery with its attempts, without its body', async () => {
  const id = await deliveryWith(FAULT_OF.failed);
  const { status, body } = await call('GET', `/v1/deliveries/${id}`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    status: 'success',
    data: {
      id,
      state: 'failed',
      attempt_count: 1,
      last_outcome: 'rejected',
      failure: { code: 'REMOTE.INPUT_INVALID', advice: expect.any(String) },
      attempts: [{ number: 1, outcome: 'rejected', request_sent: 'yes' }],
    },
  });
  expect(JSON.stringify(body)).not.toContain('assessments.example.com');
});

describe('acting by hand', () => {
  it.each<[string, keyof typeof FAULT_OF, string, unknown, string]>([
    ['retry', 'failed', ':retry', undefined, 'delivered'],
    ['retry', 'retrying', ':retry', undefined, 'delivered'],
    ['cancel', 'retrying', ':cancel', undefined, 'cancelled'],
    ['cancel', 'parked', ':cancel', undefined, 'cancelled'],
    ['resolve as delivered', 'unknown', ':resolve', { outcome: 'delivered' }, 'delivered'],
    ['resolve as not delivered', 'unknown', ':resolve', { outcome: 'not_delivered' }, 'delivered'],
  ])('%s a %s one', async (_action, state, suffix, body, end) => {
    const id = await deliveryWith(FAULT_OF[state]);
    expect(await stateOf(id)).toBe(state);
    service.sandbox.reset();
    expect(await call('POST', `/v1/deliveries/${id}${suffix}`, body)).toMatchObject({
      status: 200,
      body: { status: 'success', data: { id } },
    });
    await becomes(id, end);
  });

  it.each<[string, keyof typeof FAULT_OF, string, unknown]>([
    ['retry', 'delivered', ':retry', undefined],
    ['retry', 'unknown', ':retry', undefined],
    ['retry', 'parked', ':retry', undefined],
    ['cancel', 'delivered', ':cancel', undefined],
    ['cancel', 'failed', ':cancel', undefined],
    ['cancel', 'unknown', ':cancel', undefined],
    ['resolve', 'delivered', ':resolve', { outcome: 'delivered' }],
    ['resolve', 'failed', ':resolve', { outcome: 'not_delivered' }],
  ])('does not %s a %s one: 409 with the state', async (_action, state, suffix, body) => {
    const id = await deliveryWith(FAULT_OF[state]);
    const answer = await call('POST', `/v1/deliveries/${id}${suffix}`, body);
    expect(answer.status).toBe(409);
    expect(answer.body.error).toMatchObject({ code: null, reason: `delivery_${state}` });
    expect(await stateOf(id)).toBe(state);
  });

  it('retries all that match, after counting them', async () => {
    const integration = healthyIntegration();
    const ids = [
      await deliveryWith(FAULT_OF.failed, integration),
      await deliveryWith(FAULT_OF.failed, integration),
    ];
    await deliveryWith('none', integration);
    const filter = { integration_id: integration, state: ['failed'] };
    expect((await call('POST', '/v1/deliveries:retry', { ...filter, dry_run: true })).body).toEqual(
      {
        status: 'success',
        data: { count: 2, dry_run: true },
      },
    );
    expect(await stateOf(ids[0] as string)).toBe('failed');
    expect((await call('POST', '/v1/deliveries:retry', filter)).body).toEqual({
      status: 'success',
      data: { count: 2, dry_run: false },
    });
    await Promise.all(ids.map((id) => becomes(id, 'delivered')));
  });
});

it('retries nothing when two filters contradict each other', async () => {
  const integration = healthyIntegration();
  const id = await deliveryWith(FAULT_OF.failed, integration);
  const filter = { candidate_id: 'candidate-1', application_id: 'application-1' };
  const answer = await call('POST', '/v1/deliveries:retry', filter);
  expect([answer.status, answer.body.error.fields]).toMatchObject([
    400,
    [{ path: 'application_id' }],
  ]);
  expect(await stateOf(id)).toBe('failed');
});

describe('the list', () => {
  it('filters, pages and goes from new to old', async () => {
    const integration = healthyIntegration();
    const ids: string[] = [];
    for (const fault of ['none', 'none', FAULT_OF.failed, 'none', 'none']) {
      ids.unshift(await deliveryWith(fault, integration));
    }
    const pages: string[][] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query = new URLSearchParams({ integration_id: integration, limit: '2' });
      if (cursor !== '') query.set('cursor', cursor);
      const { body } = await call('GET', `/v1/deliveries?${query}`);
      pages.push(body.data.results.map((delivery: { id: string }) => delivery.id));
      cursor = body.data.next;
    }
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
    expect(pages.flat()).toEqual(ids);

    const count = async (query: string) =>
      (
        await call(
          'GET',
          `/v1/deliveries?integration_id=${encodeURIComponent(integration)}&${query}`,
        )
      ).body.data.results.length;
    expect(await count('state=failed')).toBe(1);
    expect(await count('state=failed,delivered')).toBe(5);
    expect(await count('state=failed&state=queued')).toBe(1);
    expect(await count('error_code=REMOTE.INPUT_INVALID')).toBe(1);
    expect(await count('candidate_id=candidate-1')).toBe(5);
    expect(await count('application_id=candidate-1')).toBe(0);
    expect(await count(`accepted_after=${new Date(Date.now() + 60_000).toISOString()}`)).toBe(0);
    expect(await count(`accepted_before=${new Date(Date.now() + 60_000).toISOString()}`)).toBe(5);
  });

  it.each([
    ['state=lost', 'state'],
    ['colour=red', 'colour'],
    ['limit=0', 'limit'],
    ['limit=many', 'limit'],
    ['limit=0x10', 'limit'],
    ['limit=1e2', 'limit'],
    ['limit=%205%20', 'limit'],
    ['limit=%2B5', 'limit'],
    ['limit=5.0', 'limit'],
    ['limit=', 'limit'],
    ['accepted_after=yesterday', 'accepted_after'],
    ['candidate_id=%00', 'candidate_id'],
    ['integration_id=', 'integration_id'],
    ['candidate_id=x&application_id=y', 'application_id'],
    ['cursor=nonsense', 'cursor'],
    ['cursor=', 'cursor'],
  ])('refuses ?%s, naming it', async (query, field) => {
    const { status, body } = await call('GET', `/v1/deliveries?${query}`);
    expect(status).toBe(400);
    expect(body.error.code).toBe('PLATFORM.INPUT_INVALID');
    expect(body.error.fields).toMatchObject([{ path: field }]);
  });
});

it('what was erased cannot be sent again, and says so', async () => {
  const target = { type: 'candidate' as const, id: 'fail-ATS.JOB_CLOSED' };
  const sent = await service.post(`/v1/ats/candidates/${target.id}/result-links`);
  const id = sent.headers.get('x-delivery-id');
  await service.engine.privacy.eraseTarget({ target, accountId: null, integrationId: null });
  const answer = await call('POST', `/v1/deliveries/${id}:retry`);
  expect([answer.status, answer.body.error]).toMatchObject([
    409,
    { code: null, reason: 'delivery_erased' },
  ]);
  expect((await call('GET', `/v1/deliveries/${id}`)).status).toBe(200);
});

it('an id may be written in capitals', async () => {
  const sent = await service.post(`/v1/ats/candidates/fail-ATS.JOB_CLOSED/result-links`);
  const id = sent.headers.get('x-delivery-id') ?? '';
  const { status, body } = await call('GET', `/v1/deliveries/${id.toUpperCase()}`);
  expect([status, body.data.id]).toEqual([200, id]);
});

describe('what is not there', () => {
  it.each([randomUUID(), 'nonsense', '%F0%9F%99%82'])('%s: 404', async (id) => {
    for (const [method, suffix, body] of [
      ['GET', '', undefined],
      ['POST', ':retry', undefined],
      ['POST', ':cancel', undefined],
      ['POST', ':resolve', { outcome: 'delivered' }],
    ] as const) {
      const answer = await call(method, `/v1/deliveries/${id}${suffix}`, body);
      expect([answer.status, answer.body.error.reason]).toEqual([404, 'delivery_not_found']);
    }
  });

  it('the id is named as it was given: printable, and cut', async () => {
    const messageFor = async (id: string) =>
      (await call('GET', `/v1/deliveries/${encodeURIComponent(id)}`)).body.error.message;
    const id = randomUUID();
    expect(await messageFor(id)).toContain(`no delivery ${id}.`);
    expect(await messageFor('delivery 42 🙂')).toContain('no delivery "delivery 42 🙂".');
    expect(await messageFor('a\u001b[31m\u202eb')).toContain('no delivery "a�[31m�b".');
    expect(await messageFor('x'.repeat(500))).toContain(`no delivery "${'x'.repeat(60)}…".`);
  });

  it('another account’s delivery: 404 as well', async () => {
    const integrationId = healthyIntegration();
    const target = { type: 'candidate' as const, id: 'candidate-1' };
    const body = resultLink();
    const { delivery } = await service.engine.deliveries.accept({
      accountId: 'another',
      integrationId,
      target,
      body,
      contentHash: contentHash({ integrationId, target, body }),
      idempotencyKey: null,
      dedupeWindowMs: 0,
    });
    expect((await call('GET', `/v1/deliveries/${delivery.id}`)).status).toBe(404);
    expect((await call('POST', `/v1/deliveries/${delivery.id}:cancel`)).status).toBe(404);
    const list = await call(
      'GET',
      `/v1/deliveries?integration_id=${encodeURIComponent(integrationId)}`,
    );
    expect(list.body.data.results).toEqual([]);
  });

  it('an integration nothing was accepted for cannot be released', async () => {
    expect(await call('POST', '/v1/integrations/never:seen:release')).toMatchObject({
      status: 404,
      body: { error: { reason: 'integration_unknown' } },
    });
  });
});

describe('readiness of an integration', () => {
  it.each([
    ['workday:sandbox-healthy', true, []],
    ['recruitee:sandbox-action-disabled', false, ['action_disabled_in_scope_config']],
    ['bamboohr:sandbox-action-not-supported', false, ['action_not_supported']],
    ['teamtailor:sandbox-opted-out', false, ['action_refused_by_customer']],
  ])('%s: %s', async (id, isReady, codes) => {
    const { body } = await call('GET', `/v1/integrations/${id}/readiness`);
    expect(body.data.application.is_ready).toBe(isReady);
    expect(body.data.application.reasons.map(({ code }: { code: string }) => code)).toEqual(codes);
  });

  it('an integration that Kombo does not know', async () => {
    const { status, body } = await call('GET', '/v1/integrations/no:such/readiness');
    expect([status, body.error.code]).toEqual([404, 'PLATFORM.INTEGRATION_NOT_FOUND']);
  });
});

it.each([
  ['GET', '/v1/deliveries'],
  ['GET', `/v1/deliveries/${randomUUID()}`],
  ['POST', '/v1/deliveries:retry'],
  ['POST', `/v1/deliveries/${randomUUID()}:retry`],
  ['POST', `/v1/deliveries/${randomUUID()}:cancel`],
  ['POST', `/v1/deliveries/${randomUUID()}:resolve`],
  ['GET', '/v1/integrations/a:b/readiness'],
  ['POST', '/v1/integrations/a:b:release'],
])('%s %s wants a key', async (method, path) => {
  expect((await call(method, path, method === 'POST' ? {} : undefined, 'wrong')).status).toBe(401);
});

it.each([
  [':resolve', {}, 'outcome'],
  [':resolve', { outcome: 'perhaps' }, 'outcome'],
  [':resolve', { outcome: 'delivered', note: 'x' }, 'note'],
])('POST …%s with %j is refused by its fields', async (suffix, body, field) => {
  const answer = await call('POST', `/v1/deliveries/${randomUUID()}${suffix}`, body);
  expect(answer.status).toBe(400);
  expect(answer.body.error.fields).toMatchObject([{ path: field }]);
});

it('POST /v1/deliveries:retry is refused by its fields', async () => {
  const answer = await call('POST', '/v1/deliveries:retry', { dry_run: 'yes', states: ['failed'] });
  expect(answer.status).toBe(400);
  expect(answer.body.error.fields).toMatchObject([{ path: 'dry_run' }, { path: 'states' }]);
});
