import { inspect } from 'node:util';
import { ResultLinksApiError } from '../errors.js';
import { startFakeApi, type FakeApi } from '../testing/fake-api.js';
import { ResultLinksAdminClient } from './admin-client.js';

const ADMIN_KEY = 'admin-key-of-this-test';
let api: FakeApi;
let answer: { status: number; body: unknown };
beforeAll(async () => {
  api = await startFakeApi((_request, response) => {
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.body));
  });
});
afterAll(() => api.close());
beforeEach(() => void api.received.splice(0));

const client = () => new ResultLinksAdminClient({ apiUrl: api.url, adminKey: ADMIN_KEY });
const one = { status: 'success', data: { id: 'acme' } };
const list = { status: 'success', data: { results: [{ id: 'acme' }] } };
const round = {
  status: 'success',
  data: { key_id: 'k', resealed: 1, next: null, is_complete: true },
};

it.each<
  [string, (admin: ResultLinksAdminClient) => Promise<unknown>, string, string, unknown, unknown]
>([
  ['lists accounts', (a) => a.listAccounts(), 'GET /v1/admin/accounts', '', list, [{ id: 'acme' }]],
  ['shows one', (a) => a.getAccount('a/b'), 'GET /v1/admin/accounts/a%2Fb', '', one, one.data],
  [
    'makes one',
    (a) => a.createAccount({ id: 'acme', region: 'eu', kombo_api_key: 'k' }),
    'POST /v1/admin/accounts',
    '{"id":"acme","region":"eu","kombo_api_key":"k"}',
    one,
    one.data,
  ],
  [
    'changes one',
    (a) => a.updateAccount('acme', { is_enabled: false }),
    'PATCH /v1/admin/accounts/acme',
    '{"is_enabled":false}',
    one,
    one.data,
  ],
  [
    'deletes one',
    (a) => a.deleteAccount('acme'),
    'DELETE /v1/admin/accounts/acme',
    '',
    one,
    undefined,
  ],
  [
    'lists keys',
    (a) => a.listApiKeys('acme'),
    'GET /v1/admin/accounts/acme/keys',
    '',
    list,
    [{ id: 'acme' }],
  ],
  [
    'makes a key',
    (a) => a.createApiKey('acme', { name: 'ci' }),
    'POST /v1/admin/accounts/acme/keys',
    '{"name":"ci"}',
    one,
    one.data,
  ],
  [
    'revokes a key',
    (a) => a.revokeApiKey('acme', 'k1'),
    'DELETE /v1/admin/accounts/acme/keys/k1',
    '',
    one,
    one.data,
  ],
  ['lists admin keys', (a) => a.listAdminKeys(), 'GET /v1/admin/keys', '', list, [{ id: 'acme' }]],
  [
    'makes an admin key',
    (a) => a.createAdminKey({ name: 'kim' }),
    'POST /v1/admin/keys',
    '{"name":"kim"}',
    one,
    one.data,
  ],
  [
    'revokes an admin key',
    (a) => a.revokeAdminKey('a/b'),
    'DELETE /v1/admin/keys/a%2Fb',
    '',
    one,
    one.data,
  ],
  [
    'lists who did what',
    (a) => a.listAuditRecords({ key_id: 'k 1', limit: 2 }),
    'GET /v1/admin/audit-records?key_id=k+1&limit=2',
    '',
    { status: 'success', data: { ...list.data, next: 'c' } },
    { results: [{ id: 'acme' }], next: 'c' },
  ],
  [
    'rotates',
    (a) => a.rotateEncryption(null),
    'POST /v1/admin/encryption:rotate',
    '{"after":null}',
    round,
    round.data,
  ],
])('%s', async (_what, call, request, body, said, result) => {
  answer = { status: 200, body: said };
  expect(await call(client())).toEqual(result);
  const [received] = api.received;
  expect(`${received?.method} ${received?.path}`).toBe(request);
  expect(received?.body).toBe(body);
  expect(received?.headers.authorization).toBe(`Bearer ${ADMIN_KEY}`);
});

it('passes on what the API refuses, and shows no key', async () => {
  const error = {
    code: null,
    title: null,
    message: 'No.',
    log_url: null,
    reason: 'account_exists',
  };
  answer = { status: 409, body: { status: 'error', error } };
  const refused = await client()
    .createAccount({ id: 'acme', region: 'eu', kombo_api_key: 'kombo-key-of-acme' })
    .catch((caught: unknown) => caught);
  expect(refused).toBeInstanceOf(ResultLinksApiError);
  expect(refused).toMatchObject({ status: 409, reason: 'account_exists' });
  expect(inspect([refused, client()], { depth: 9, showHidden: true })).not.toMatch(
    /admin-key-of|kombo-key-of/,
  );
});

it('takes an answer of something else for an error', async () => {
  answer = { status: 200, body: { status: 'success', data: {} } };
  await expect(client().listAccounts()).rejects.toThrow(ResultLinksApiError);
  await expect(client().getAccount('a')).rejects.toThrow(ResultLinksApiError);
});

it('refuses a key that cannot be a header, without repeating it', () => {
  expect(() => new ResultLinksAdminClient({ apiUrl: api.url, adminKey: 'a b' })).toThrow(
    new TypeError('adminKey must be visible ASCII characters without spaces'),
  );
});
