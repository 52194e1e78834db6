/** Every operation of the OpenAPI document that changes something leaves a record of who did it. */
import { randomBytes } from 'node:crypto';
import type { AuditAction, AuditRecord } from '@result-links/contracts/admin';
import { OPERATIONS, type Operation } from '../testing/every-operation.js';
import {
  healthyIntegration,
  resultLink,
  startService,
  type TestService,
} from '../testing/service.js';

const ADMIN_KEY = randomBytes(32).toString('base64url');
const ACCOUNT = {
  ...{ id: 'acme', region: 'eu', kombo_api_key: 'secret-kombo-key' },
  webhook_secret: 'secret-webhook-secret-of-acme',
};

let service: TestService;
beforeAll(async () => {
  service = await startService({
    RESULT_LINKS_ADMIN_KEY: ADMIN_KEY,
    RESULT_LINKS_ENCRYPTION_KEY: `test:${randomBytes(32).toString('base64')}`,
    RESULT_LINKS_TRUSTED_PROXIES: '127.0.0.1',
  });
});
afterAll(() => service?.close());

/** The address that a proxy reports. */
const ADDRESS = '192.0.2.44';

async function ask(method: string, path: string, body?: unknown, key = ADMIN_KEY) {
  const response = await fetch(service.url + path, {
    method,
    headers: {
      ...{ authorization: `Bearer ${key}`, 'x-forwarded-for': ADDRESS },
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
}

async function records(query = ''): Promise<AuditRecord[]> {
  const answer = await ask('GET', `/v1/admin/audit-records?limit=200${query}`);
  expect(answer.status).toBe(200);
  return answer.body.data.results;
}

/** A delivery whose first attempt ends as the sandbox's candidate says. */
async function delivery(candidate: string): Promise<string> {
  const answer = await service.post(`/v1/ats/candidates/${candidate}/result-links`, {
    headers: { 'x-integration-id': healthyIntegration() },
    body: JSON.stringify(resultLink()),
  });
  return answer.headers.get('x-delivery-id') ?? '';
}
async function retrying(): Promise<string> {
  const answer = await service.post(
    '/v1/ats/candidates/fail-REMOTE.SERVICE_UNAVAILABLE/result-links',
    {
      headers: { 'x-integration-id': healthyIntegration(), prefer: 'wait=1' },
      body: JSON.stringify(resultLink()),
    },
  );
  return answer.headers.get('x-delivery-id') ?? '';
}
const created = async (path: string, body: object, key?: string) =>
  (await ask('POST', path, body, key)).body.data.id as string;
const endpoint = () =>
  created(
    '/v1/webhook-endpoints',
    { url: 'https://hooks.example.com/secret-path' },
    service.apiKey,
  );

interface Call {
  action: AuditAction;
  path?: Record<string, string>;
  body?: object;
  /** Of the record; default: what `data.id` of the answer says. */
  subject?: string | null;
}

/** How each changing operation is called so that it changes something. */
const CALLS: Readonly<Record<string, () => Promise<Call>>> = {
  retryDelivery: async () => aboutOne('delivery.retry', await delivery('fail-ATS.JOB_CLOSED')),
  cancelDelivery: async () => aboutOne('delivery.cancel', await retrying()),
  resolveDelivery: async () => ({
    ...aboutOne('delivery.resolve_delivered', await delivery('cut-after')),
    body: { outcome: 'delivered' },
  }),
  retryDeliveries: async () => {
    await delivery('fail-ATS.JOB_CLOSED');
    const body = { state: ['failed'], candidate_id: 'fail-ATS.JOB_CLOSED' };
    return { action: 'deliveries.retry', body, subject: null };
  },
  releaseIntegration: async () => {
    const id = await delivery('candidate-1');
    const { body } = await ask('GET', `/v1/deliveries/${id}`, undefined, service.apiKey);
    return aboutOne('integration.release', body.data.integration_id);
  },
  createWebhookEndpoint: async () => ({
    action: 'webhook_endpoint.create',
    body: { url: 'https://hooks.example.com/secret-path?secret-query' },
  }),
  updateWebhookEndpoint: async () => ({
    ...aboutOne('webhook_endpoint.update', await endpoint()),
    body: { events: ['delivery.failed'] },
  }),
  deleteWebhookEndpoint: async () => aboutOne('webhook_endpoint.delete', await endpoint()),
  rotateWebhookSecret: async () => aboutOne('webhook_endpoint.rotate_secret', await endpoint()),
  testWebhookEndpoint: async () => aboutOne('webhook_endpoint.test', await endpoint()),
  createAccount: async () => ({ action: 'account.create', body: ACCOUNT }),
  updateAccount: async () => ({
    ...aboutOne('account.update', 'acme'),
    body: { kombo_api_key: 'secret-other-key' },
  }),
  deleteAccount: async () => {
    const body = { ...ACCOUNT, id: 'spare', webhook_secret: null };
    return aboutOne('account.delete', await created('/v1/admin/accounts', body));
  },
  createApiKey: async () => ({
    ...{ action: 'api_key.create', path: { id: 'default' }, body: { name: 'backend' } },
  }),
  revokeApiKey: async () => {
    const id = await created('/v1/admin/accounts/default/keys', { name: 'x' });
    return { action: 'api_key.revoke', path: { id: 'default', key_id: id }, subject: id };
  },
  createAdminKey: async () => ({ action: 'admin_key.create', body: { name: 'kim' } }),
  revokeAdminKey: async () => {
    const id = await created('/v1/admin/keys', { name: 'lee' });
    return { action: 'admin_key.revoke', path: { key_id: id }, subject: id };
  },
  rotateEncryption: async () => ({ action: 'encryption.rotate', body: {}, subject: 'test' }),
  confirmDatabase: async () => ({
    ...{ action: 'database.confirm', body: { nothing_sent: true }, subject: null },
  }),
  eraseTarget: async () => {
    await delivery('candidate-2');
    return { action: 'target.erase', body: { candidate_id: 'candidate-2' } };
  },
};

function aboutOne(action: AuditAction, id: string): Call {
  return { action, path: { id }, subject: id };
}

/** Why these leave no record. */
const WITHOUT_RECORD: Readonly<Record<string, string>> = {
  PostAtsCandidatesCandidateIdResultLinks: 'the delivery is the record',
  PostAtsApplicationsApplicationIdResultLinks: 'the delivery is the record',
  batchDeliveries: 'the deliveries are the records',
  resolveTargets: 'only reads',
  receiveKomboWebhook: 'not by a key of ours; Kombo’s webhooks are stored',
};

const CHANGING = OPERATIONS.filter(({ method }) => method !== 'GET');

it('knows how to call every changing operation', () => {
  expect([...Object.keys(CALLS), ...Object.keys(WITHOUT_RECORD)].sort()).toEqual(
    CHANGING.map(({ id }) => id).sort(),
  );
});

describe.each(CHANGING.filter(({ id }) => id in CALLS))('$method $path', (operation: Operation) => {
  it('leaves a record', async () => {
    const { action, path = {}, body, subject } = await CALLS[operation.id]!();
    const where = operation.path.replace(/\{(\w+)\}/g, (_match, name: string) =>
      encodeURIComponent(path[name] ?? 'none'),
    );
    const isAdmin = operation.scheme === 'admin';
    const before = new Set((await records()).map(({ id }) => id));
    const answer = await ask(operation.method, where, body, isAdmin ? ADMIN_KEY : service.apiKey);
    expect([200, 201, 202, 204]).toContain(answer.status);
    const since = (await records()).filter(({ id }) => !before.has(id));
    expect(since.filter((record) => record.action === action)).toEqual([
      expect.objectContaining({
        action,
        subject: subject === undefined ? answer.body.data.id : subject,
        key_type: isAdmin ? 'admin_key' : 'api_key',
        key_id: 'bootstrap',
        key_name: isAdmin ? 'RESULT_LINKS_ADMIN_KEY' : 'RESULT_LINKS_API_KEY',
        address: ADDRESS,
      }),
    ]);
  });
});

it('records no secret, and nobody’s ID', async () => {
  const text = JSON.stringify(await records());
  for (const mark of ['secret-', 'candidate-2', 'JOB_CLOSED', 'rlk_', 'rla_']) {
    expect(text).not.toContain(mark);
  }
});

it('records nothing when nothing is changed', async () => {
  const before = await records();
  await ask('POST', '/v1/admin/database:restored', { dry_run: true });
  await ask('POST', '/v1/deliveries:retry', { dry_run: true }, service.apiKey);
  await ask('POST', '/v1/admin/accounts', ACCOUNT);
  await ask('DELETE', '/v1/admin/accounts/nobody');
  expect(await records()).toEqual(before);
});

it('is part of the audit export', async () => {
  const response = await fetch(`${service.url}/v1/admin/audit`, {
    headers: { authorization: `Bearer ${ADMIN_KEY}` },
  });
  const lines = (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const actions = lines.filter(({ type }) => type === 'action');
  const all = (await records()).map((record) => ({ type: 'action', ...record }));
  expect(actions).toEqual(all);
  expect(lines.at(-1)).toMatchObject({ type: 'end' });
});

it('lists by page and filter, and refuses what it does not know', async () => {
  const all = await records();
  const first = await ask('GET', '/v1/admin/audit-records?limit=1');
  expect(first.body.data.results).toEqual(all.slice(0, 1));
  const second = await ask('GET', `/v1/admin/audit-records?limit=1&cursor=${first.body.data.next}`);
  expect(second.body.data.results).toEqual(all.slice(1, 2));
  const about = await records('&account_id=acme&action=account.create&key_id=bootstrap');
  expect(about).toMatchObject([{ action: 'account.create', subject: 'acme' }]);
  expect(await records(`&until=${about[0]?.at}&action=account.create`)).toEqual([]);
  expect(await records(`&since=${about[0]?.at}&subject=acme`)).not.toEqual([]);
  for (const query of ['action=fly', 'since=yesterday', 'cursor=x', 'limit=0', 'who=me']) {
    const { status, body } = await ask('GET', `/v1/admin/audit-records?${query}`);
    expect([query, status, body.error.reason]).toEqual([query, 400, 'request_invalid']);
  }
});
