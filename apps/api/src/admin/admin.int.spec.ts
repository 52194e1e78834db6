import { randomBytes } from 'node:crypto';
import { startSandbox, type Sandbox } from '@result-links/kombo-sandbox';
import {
  HEALTHY,
  CANDIDATE,
  resultLink,
  startService,
  type TestService,
} from '../testing/service.js';

const ADMIN_KEY = randomBytes(32).toString('base64url');
const ENCRYPTION_KEY = `test:${randomBytes(32).toString('base64')}`;

let service: TestService;
let kombo: Sandbox;
beforeAll(async () => {
  kombo = await startSandbox({ apiKey: 'kombo-key-of-acme' });
  service = await startService({
    RESULT_LINKS_ADMIN_KEY: ADMIN_KEY,
    RESULT_LINKS_ENCRYPTION_KEY: ENCRYPTION_KEY,
    RESULT_LINKS_AUTH_FAILURE_LIMIT: 'off',
    KOMBO_WEBHOOK_SECRET: 'webhook-secret-of-default',
  });
});
afterAll(async () => {
  await service?.close();
  await kombo?.close();
});

async function ask(method: string, path: string, body?: unknown, key = ADMIN_KEY) {
  const response = await fetch(service.url + path, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) };
}
const account = (given: object = {}) => ({
  id: 'acme',
  region: 'us',
  base_url: kombo.url,
  kombo_api_key: 'kombo-key-of-acme',
  webhook_secret: 'webhook-secret-of-acme-24',
  ...given,
});
const send = (key: string, integration = HEALTHY) =>
  service.post(`/v1/ats/candidates/${CANDIDATE}/result-links`, {
    headers: { authorization: `Bearer ${key}`, 'x-integration-id': integration },
    body: JSON.stringify(resultLink()),
  });

it('an account from its first key to its end', async () => {
  const created = await ask('POST', '/v1/admin/accounts', account());
  expect(created).toMatchObject({
    status: 201,
    body: { data: { id: 'acme', source: 'stored', has_webhook_secret: true, is_enabled: true } },
  });
  const made = await ask('POST', '/v1/admin/accounts/acme/keys', { name: 'backend' });
  expect(made.status).toBe(201);
  const { key, id: keyId } = made.body.data;
  expect(key).toMatch(/^rlk_/);

  // Delivered through the account's own Kombo, at once, without a restart.
  expect((await send(key)).status).toBe(200);
  expect(kombo.received().filter(({ wasWritten }) => wasWritten)).toHaveLength(1);
  expect(service.sandbox.received()).toHaveLength(0);

  // What is the account's is nobody else's.
  const listed = await ask('GET', '/v1/deliveries', undefined, key);
  const [delivery] = listed.body.data.results;
  expect(
    (await ask('GET', `/v1/deliveries/${delivery.id}`, undefined, service.apiKey)).status,
  ).toBe(404);

  // Another key of Kombo is used from the next attempt on.
  expect(
    (await ask('PATCH', '/v1/admin/accounts/acme', { kombo_api_key: 'wrong-kombo-key' })).status,
  ).toBe(200);
  expect((await send(key)).body.error.code).toBe('PLATFORM.AUTHENTICATION_INVALID');
  expect(
    (await ask('PATCH', '/v1/admin/accounts/acme', { kombo_api_key: 'kombo-key-of-acme' })).status,
  ).toBe(200);
  const writtenIn = () => kombo.received().filter(({ wasWritten }) => wasWritten).length;
  for (let tries = 0; writtenIn() < 2 && tries < 100; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(writtenIn()).toBe(2);

  // Disabled: nobody is let in. Enabled: back.
  await ask('PATCH', '/v1/admin/accounts/acme', { is_enabled: false });
  expect((await send(key)).body.error.reason).toBe('account_disabled');
  expect((await ask('DELETE', '/v1/admin/accounts/acme')).body.error.reason).toBe('account_in_use');
  await ask('PATCH', '/v1/admin/accounts/acme', { is_enabled: true });
  expect((await send(key)).status).toBe(200);

  // Revoked: refused by this process at once.
  expect((await ask('DELETE', `/v1/admin/accounts/acme/keys/${keyId}`)).status).toBe(200);
  expect((await send(key)).body.error.reason).toBe('api_key_revoked');
}, 40_000);

it('shows no secret, not in answers and not in the log', async () => {
  const everything = [
    await ask('GET', '/v1/admin/accounts'),
    await ask('GET', '/v1/admin/accounts/acme'),
    await ask('GET', '/v1/admin/accounts/acme/keys'),
  ];
  const said = everything.map(({ text }) => text).join('') + service.log();
  for (const secret of ['kombo-key-of-acme', 'webhook-secret-of-acme-24', ADMIN_KEY, 'rlk_']) {
    expect(said).not.toContain(secret);
  }
});

it('writes down when a key was last used', async () => {
  const made = await ask('POST', '/v1/admin/accounts/default/keys', { name: 'x', scope: 'read' });
  await ask('GET', '/v1/deliveries', undefined, made.body.data.key);
  await service.engine.apiKeys.flush();
  const { body } = await ask('GET', '/v1/admin/accounts/default/keys');
  expect(Date.parse(body.data.results[0].last_used_at)).toBeGreaterThan(Date.now() - 60_000);
});

it.each<[string, object, number, string]>([
  [
    'the US host for an account in the EU',
    { region: 'eu', base_url: 'https://api.us.kombo.dev/v1' },
    400,
    'base_url',
  ],
  [
    'a Kombo key in the clear over the network',
    { base_url: 'http://proxy.example/v1' },
    400,
    'base_url',
  ],
  ['a host that is not allowed', { base_url: 'https://proxy.example/v1' }, 400, 'base_url'],
  ['another path of Kombo', { base_url: 'https://api.kombo.dev/v2' }, 400, 'base_url'],
  ['no path of Kombo', { base_url: 'https://api.kombo.dev' }, 400, 'base_url'],
  ['an address with a query', { base_url: 'https://api.kombo.dev/v1?a=b' }, 400, 'base_url'],
  ['an address with a fragment', { base_url: 'https://api.kombo.dev/v1#a' }, 400, 'base_url'],
  ['another port of Kombo', { base_url: 'https://api.kombo.dev:8443/v1' }, 400, 'base_url'],
  ['a webhook secret of 23 characters', { webhook_secret: 'x'.repeat(23) }, 400, 'webhook_secret'],
  ['a secret of blanks', { webhook_secret: ' '.repeat(24) }, 400, 'webhook_secret'],
  ['blanks around a secret', { webhook_secret: ` ${'x'.repeat(24)} ` }, 400, 'webhook_secret'],
  ['a line break after a secret', { webhook_secret: `${'x'.repeat(24)}\n` }, 400, 'webhook_secret'],
  ['the secret of another account', {}, 400, 'webhook_secret'],
  [
    'the secret of the environment',
    { webhook_secret: 'webhook-secret-of-default' },
    400,
    'webhook_secret',
  ],
  ['an unknown key', { api_key: 'x' }, 400, 'api_key'],
  ['no Kombo key', { kombo_api_key: undefined }, 400, 'kombo_api_key'],
])('refuses %s', async (_what, wrong, status, path) => {
  const refused = await ask('POST', '/v1/admin/accounts', account({ id: 'beta', ...wrong }));
  expect(refused).toMatchObject({ status, body: { error: { code: 'PLATFORM.INPUT_INVALID' } } });
  expect(refused.body.error.fields.map((field: { path: string }) => field.path)).toEqual([path]);
});

it.each<[string, string, unknown, number, string]>([
  ['POST', '/accounts', { id: 'default', region: 'eu', kombo_api_key: 'k' }, 409, 'account_exists'],
  ['PATCH', '/accounts/default', { on_unknown: 'retry' }, 409, 'account_of_environment'],
  ['PATCH', '/accounts/acme', { base_url: 'https://api.kombo.dev/v1' }, 400, 'request_invalid'],
  ['PATCH', '/accounts/acme', { region: 'eu' }, 400, 'request_invalid'],
  ['GET', '/accounts/nobody', undefined, 404, 'account_not_found'],
  ['POST', '/accounts/nobody/keys', { name: 'x' }, 404, 'account_not_found'],
  [
    'POST',
    '/accounts/default/keys',
    { name: 'x', expires_at: '2020-01-01T00:00:00Z' },
    400,
    'request_invalid',
  ],
  ['DELETE', '/accounts/default/keys/none', undefined, 404, 'api_key_not_found'],
])('%s %s %j is refused with %i %s', async (method, path, body, status, reason) => {
  expect(await ask(method, `/v1/admin${path}`, body)).toMatchObject({
    status,
    body: { error: { reason } },
  });
});

it.each(['https://api.us.kombo.dev/v1', null, 'http://127.0.0.1:1/v1'])(
  'sends a stored Kombo key to no other address, such as %s',
  async (base_url) => {
    const before = await ask('GET', '/v1/admin/accounts/acme');
    const refused = await ask('PATCH', '/v1/admin/accounts/acme', { base_url });
    expect(refused).toMatchObject({
      status: 400,
      body: { error: { reason: 'request_invalid', fields: [{ path: 'kombo_api_key' }] } },
    });
    expect(await ask('GET', '/v1/admin/accounts/acme')).toEqual(before);
    // The same address is no change.
    const same = { base_url: kombo.url, name: 'Acme' };
    expect((await ask('PATCH', '/v1/admin/accounts/acme', same)).status).toBe(200);
    const moved = { base_url, kombo_api_key: 'kombo-key-of-acme' };
    expect((await ask('PATCH', '/v1/admin/accounts/acme', moved)).status).toBe(200);
    const back = { base_url: kombo.url, kombo_api_key: 'kombo-key-of-acme' };
    expect((await ask('PATCH', '/v1/admin/accounts/acme', back)).status).toBe(200);
  },
);

it('names what is wrong with an address, and an example', async () => {
  const wrong = { id: 'beta', base_url: 'https://api.kombo.dev/v1?a=b' };
  const { body } = await ask('POST', '/v1/admin/accounts', account(wrong));
  expect(body.error.fields[0].message).toMatch(/^base_url must have no .*query.* Example: https:/);
});

it('takes a slash at the end of an address for none', async () => {
  const same = { base_url: `${kombo.url}/` };
  expect((await ask('PATCH', '/v1/admin/accounts/acme', same)).body.data.base_url).toBe(kombo.url);
});

it('seals everything in rounds', async () => {
  expect((await ask('POST', '/v1/admin/encryption:rotate', {})).body.data).toEqual({
    key_id: 'test',
    resealed: 0,
    next: null,
    is_complete: true,
  });
});

it('confirms a restored database: what waits becomes unknown, and is counted first', async () => {
  // Parked, as its setup is incomplete.
  const parked = 'workable:sandbox-setup-incomplete';
  const path = `/v1/ats/candidates/${CANDIDATE}/result-links`;
  const headers = { 'x-integration-id': parked };
  const { headers: answer } = await service.post(path, {
    headers,
    body: JSON.stringify(resultLink()),
  });
  const id = answer.get('x-delivery-id');
  const confirm = (body: object) => ask('POST', '/v1/admin/database:restored', body);
  const future = new Date(Date.now() + 60_000).toISOString();
  expect(await confirm({ since: future })).toMatchObject({
    status: 400,
    body: { error: { fields: [{ path: 'since' }] } },
  });
  const { unknown } = (await confirm({ dry_run: true })).body.data;
  expect(unknown).toBeGreaterThan(0);
  expect((await confirm({ since: '2020-01-01T00:00:00Z' })).body.data).toMatchObject({
    ...{ unknown: 0, retried: 0, accepted_before: '2020-01-01T00:00:00.000Z', is_dry_run: false },
  });
  expect((await confirm({})).body.data).toMatchObject({ is_dry_run: false });
  const { body } = await ask('GET', `/v1/deliveries/${id}`, undefined, service.apiKey);
  expect(body.data).toMatchObject({
    state: 'unknown',
    failure: { title: 'Database restored', message: expect.stringContaining('backup') },
  });
});
