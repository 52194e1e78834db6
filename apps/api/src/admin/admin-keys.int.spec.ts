import { mintAdminKey, type NewAdminKey } from '@result-links/delivery';
import { startService, type TestService } from '../testing/service.js';

/** There is no RESULT_LINKS_ADMIN_KEY. */
let service: TestService;
beforeAll(async () => void (service = await startService()));
afterAll(() => service?.close());

async function ask(method: string, path: string, key?: string, body?: unknown) {
  const response = await fetch(service.url + path, {
    method,
    headers: {
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = JSON.parse(await response.text());
  return { status: response.status, reason: answer.error?.reason, data: answer.data };
}
const list = (key?: string) => ask('GET', '/v1/admin/keys', key);

async function make(given: Partial<NewAdminKey> = {}) {
  const { key, hash, hint } = mintAdminKey();
  const all = { name: 'kim', scope: 'write', expiresAt: null, hash, hint, ...given } as const;
  const { id } = await service.engine.adminKeys.create(all);
  return { key, id };
}
const refusals = async (key: string) => {
  await service.engine.audit.refusals.flush();
  const { data } = await ask('GET', '/v1/admin/audit-records?action=call.refuse', key);
  return data.results;
};

it('opens the admin routes with the first key, and closes them with the last', async () => {
  const unknown = mintAdminKey().key;
  for (const key of [undefined, unknown, service.apiKey]) {
    expect(await list(key)).toMatchObject({ status: 404, reason: 'route_not_found' });
  }
  const kim = await make();
  expect(await list()).toMatchObject({ status: 401, reason: 'admin_key_missing' });
  for (const key of [unknown, service.apiKey]) {
    expect(await list(key)).toMatchObject({ status: 401, reason: 'admin_key_wrong' });
  }
  const created = await ask('POST', '/v1/admin/keys', kim.key, { name: 'lee' });
  expect(created).toMatchObject({ status: 201, data: { name: 'lee', scope: 'write' } });
  const { key: lee, id } = created.data;
  expect(lee).toMatch(/^rla_[\w-]{43}$/);
  const { data } = await list(lee);
  expect(data.results).toMatchObject([{ name: 'lee' }, { name: 'kim', id: kim.id }]);
  expect(JSON.stringify(data)).not.toContain('rla_');

  expect(await ask('DELETE', `/v1/admin/keys/${kim.id}`, lee)).toMatchObject({
    status: 200,
    data: { id: kim.id, revoked_at: expect.any(String) },
  });
  expect(await list(kim.key)).toMatchObject({ status: 401, reason: 'admin_key_revoked' });
  const { data: audit } = await ask('GET', '/v1/admin/audit-records?key_id=' + id, lee);
  expect(audit.results).toMatchObject([
    { action: 'admin_key.revoke', subject: kim.id, key_type: 'admin_key', key_name: 'lee' },
  ]);
  await ask('DELETE', `/v1/admin/keys/${id}`, lee);
  expect(await list(lee)).toMatchObject({ status: 404, reason: 'route_not_found' });
});

it.each(['  ', 'kim ', '\u202ekim', 'ki\u200bm', '\u3164', 'RESULT_LINKS_ADMIN_KEY'])(
  'creates no key with the name %j, which would mislead in the audit',
  async (name) => {
    const kim = await make();
    for (const path of ['/v1/admin/keys', '/v1/admin/accounts/default/keys']) {
      const refused = await ask('POST', path, kim.key, { name });
      expect(refused).toMatchObject({ status: 400, reason: 'request_invalid' });
    }
  },
);

it('refuses a key that has expired, and other routes than those of administration', async () => {
  const kim = await make();
  const expired = await make({ expiresAt: new Date(Date.now() - 1_000) });
  expect(await list(expired.key)).toMatchObject({ status: 401, reason: 'admin_key_expired' });
  expect(await ask('GET', '/v1/deliveries', kim.key)).toMatchObject({
    ...{ status: 401, reason: 'api_key_wrong' },
  });
  const past = { name: 'x', expires_at: '2020-01-01T00:00:00Z' };
  expect(await ask('POST', '/v1/admin/keys', kim.key, past)).toMatchObject({
    ...{ status: 400, reason: 'request_invalid' },
  });
  expect(await ask('DELETE', '/v1/admin/keys/none', kim.key)).toMatchObject({
    ...{ status: 404, reason: 'admin_key_not_found' },
  });
});

it('lets a key with the scope read look at everything and change nothing', async () => {
  const auditor = await make({ name: 'auditor', scope: 'read' });
  for (const path of ['/v1/admin/keys', '/v1/admin/accounts', '/v1/admin/audit-records']) {
    expect(await ask('GET', path, auditor.key)).toMatchObject({ status: 200 });
  }
  for (const [method, path] of [
    ['POST', '/v1/admin/keys'],
    ['PATCH', '/v1/admin/accounts/default'],
    ['DELETE', '/v1/admin/accounts/default'],
  ] as const) {
    expect(await ask(method, path, auditor.key, { name: 'x' })).toMatchObject({
      ...{ status: 403, reason: 'scope_missing' },
    });
  }
});

it('records calls that were refused for their key, counted', async () => {
  const kim = await make();
  const before = (await refusals(kim.key)).length;
  const auditor = await make({ name: 'auditor 2', scope: 'read' });
  for (let call = 0; call < 3; call += 1) await list(mintAdminKey().key);
  await ask('POST', '/v1/admin/keys', auditor.key, { name: 'x' });
  const made = await ask('POST', '/v1/admin/accounts/default/keys', kim.key, {
    ...{ name: 'reader', scope: 'read' },
  });
  await ask('POST', '/v1/deliveries:retry', made.data.key, {});
  await list();
  const all = await refusals(kim.key);
  const added = all.slice(0, all.length - before);
  expect(added).toHaveLength(3);
  expect(added).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        ...{ key_type: 'admin_key', key_id: null, account_id: null, address: '127.0.0.1' },
        details: {
          ...{ reason: 'admin_key_wrong', method: 'GET', route: '/v1/admin/keys', count: 3 },
        },
      }),
      expect.objectContaining({
        ...{ key_type: 'admin_key', key_id: auditor.id, key_name: 'auditor 2' },
        details: {
          ...{ reason: 'scope_missing', method: 'POST', route: '/v1/admin/keys', count: 1 },
        },
      }),
      expect.objectContaining({
        ...{ key_type: 'api_key', key_id: made.data.id, account_id: 'default' },
        details: {
          ...{ reason: 'scope_missing', method: 'POST', route: '/v1/deliveries/-/retry', count: 1 },
        },
      }),
    ]),
  );
});
