/** One account's Kombo key is refused: what its callers and their neighbors behind the same address notice. */
import { randomBytes } from 'node:crypto';
import { mintApiKey } from '@result-links/delivery';
import { CANDIDATE, healthyIntegration, resultLink, startService } from '../testing/service.js';

const LIMIT = 5;
const ADMIN_KEY = randomBytes(32).toString('base64url');
let service: Awaited<ReturnType<typeof startService>>;
beforeAll(async () => {
  service = await startService({
    RESULT_LINKS_AUTH_FAILURE_LIMIT: `${LIMIT}/h`,
    RESULT_LINKS_ADMIN_KEY: ADMIN_KEY,
    RESULT_LINKS_ENCRYPTION_KEY: `test:${randomBytes(32).toString('base64')}`,
  });
});
afterAll(() => service.close());

/** An API key that this process has not seen. */
async function newKey({ accountId = 'default', isRevoked = false } = {}): Promise<string> {
  const { key, hash, hint } = mintApiKey();
  const kept = await service.engine.accounts.createKey({
    ...{ accountId, name: 'test', scope: 'write', integrations: null, expiresAt: null },
    ...{ hash, hint },
  });
  if (isRevoked) await service.engine.accounts.revokeKey('default', kept!.id);
  return key;
}
const list = async (key: string, path = '/v1/deliveries') =>
  (await fetch(service.url + path, { headers: { authorization: `Bearer ${key}` } })).status;
const post = (integration: string, prefer?: string) =>
  service.post(`/v1/ats/candidates/${CANDIDATE}/result-links`, {
    headers: { 'x-integration-id': integration, prefer },
    body: JSON.stringify(resultLink()),
  });

it.each(['PLATFORM.AUTHENTICATION_INVALID', 'INTEGRATION.AUTHENTICATION_INVALID'])(
  'any number of answers %s counts as no wrong key',
  async (code) => {
    const integration = healthyIntegration();
    service.sandbox.script({ integration, fault: `fail-${code}` });
    for (let n = 0; n < LIMIT * 3; n += 1) {
      const answer = await post(integration);
      expect([answer.status, answer.body.error.code]).toEqual([424, code]);
    }
    expect((await post(integration, 'respond-async')).status).toBe(202);
    expect(await list(await newKey())).toBe(200);
    service.sandbox.reset();
    await service.engine.integrations.releaseAccount('default');
  },
);

it('a look-up with a wrong Kombo key is no 401 of ours', async () => {
  await service.engine.accounts.create({
    ...{ id: 'acme', name: null, region: 'eu', baseUrl: service.sandbox.url },
    ...{ komboApiKey: 'expired', webhookSecret: null, onUnknown: 'hold' },
    limits: { concurrencyLimit: null, rate: null },
  });
  const path = `/v1/integrations/${encodeURIComponent(healthyIntegration())}/readiness`;
  expect(await list(await newKey({ accountId: 'acme' }), path)).toBe(424);
});

it('wrong keys are refused, right ones never seen before are not, wherever they come from', async () => {
  for (let n = 0; n < LIMIT; n += 1) expect(await list(mintApiKey().key)).toBe(401);
  const wrong = [mintApiKey().key, await newKey({ isRevoked: true }), 'no-key-of-ours', 'wrong'];
  const right = await Promise.all(Array.from({ length: 4 }, () => newKey()));
  expect(await Promise.all(wrong.map((key) => list(key)))).toEqual(wrong.map(() => 429));
  expect(await Promise.all(right.map((key) => list(key)))).toEqual(right.map(() => 200));
  // The news about a key empties the memory of this process, as a restart does.
  service.engine.apiKeys.forget();
  expect(await Promise.all([...wrong, ...right].map((key) => list(key)))).toEqual([
    ...wrong.map(() => 429),
    ...right.map(() => 200),
  ]);
  expect(await list(service.apiKey)).toBe(200);
  expect(await list(ADMIN_KEY, '/v1/admin/accounts')).toBe(200);
  expect(await list(right[0]!, '/v1/admin/accounts')).toBe(429);
});
