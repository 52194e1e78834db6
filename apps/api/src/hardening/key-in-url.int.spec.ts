import { mintAdminKey } from '@result-links/delivery';
import { CANDIDATE, startService, type TestService } from '../testing/service.js';

const ADMIN_KEY = 'an-admin-key-of-at-least-32-characters';
let service: TestService;
beforeAll(async () => {
  service = await startService({ RESULT_LINKS_ADMIN_KEY: ADMIN_KEY });
});
afterAll(() => service.close());

const ask = (path: string, method = 'GET', key: string | null = service.apiKey) =>
  fetch(service.url + path, {
    method,
    headers: key === null ? {} : { authorization: `Bearer ${key}` },
  });

it.each([
  ['GET', '/v1/deliveries?api_key=KEY'],
  ['GET', '/v1/deliveries?state=failed&access_token=KEY'],
  ['GET', '/v1/deliveries?API-KEY=KEY'],
  ['GET', '/v1/deliveries?%61pikey=KEY'],
  ['GET', '/v1/deliveries?authorization=Bearer%20KEY'],
  ['GET', '/v1/deliveries?cursor=KEY'],
  ['GET', '/v1/deliveries?KEY'],
  ['GET', '/v1/admin/accounts?key=KEY'],
  ['GET', `/v1/admin/audit-records?cursor=${mintAdminKey().key}`],
  ['POST', `/v1/ats/candidates/${CANDIDATE}/result-links?token=KEY`],
  ['POST', '/v1/deliveries:batch?api_key=KEY'],
])('%s %s is refused, with a key in the header and without', async (method, path) => {
  const url = path.replace('KEY', service.apiKey);
  for (const key of [null, service.apiKey, ADMIN_KEY]) {
    const answer = await ask(url, method, key);
    const { error } = (await answer.json()) as { error: { reason: string; message: string } };
    expect([answer.status, error.reason]).toEqual([401, 'api_key_in_url']);
    expect(error.message).toMatch(/Authorization: Bearer .* Replace the key/);
  }
  expect(service.log()).not.toContain(service.apiKey);
});

it('leaves other queries alone, and the address that Kombo calls', async () => {
  expect((await ask('/v1/deliveries?integration_id=key')).status).toBe(200);
  const webhook = await ask('/v1/webhooks/kombo?token=chosen-by-the-operator', 'POST', null);
  expect(((await webhook.json()) as { error: { reason: string } }).error.reason).not.toBe(
    'api_key_in_url',
  );
});
