/** A key that asks for what it may not do is counted like any other caller. */
import { mintAdminKey, mintApiKey } from '@result-links/delivery';
import { CANDIDATE, startService, type TestService } from '../testing/service.js';

let service: TestService;
beforeAll(async () => {
  service = await startService({ RESULT_LINKS_RATE_LIMIT: '2/h' });
});
afterAll(() => service.close());

it.each([
  ['scope_missing', { scope: 'read', integrations: null }],
  ['integration_not_allowed', { scope: 'write', integrations: ['lever:another'] }],
] as const)('403 %s counts in the rate of the key', async (reason, rights) => {
  const { key, hash, hint } = mintApiKey();
  const kept = { accountId: 'default', name: 'test', expiresAt: null, hash, hint };
  await service.engine.accounts.createKey({
    ...kept,
    ...rights,
    integrations: rights.integrations && [...rights.integrations],
  });
  const post = () =>
    service.post(`/v1/ats/candidates/${CANDIDATE}/result-links`, {
      headers: { authorization: `Bearer ${key}` },
    });
  for (const left of ['1', '0']) {
    const { status, headers, body } = await post();
    expect([status, body.error.reason]).toEqual([403, reason]);
    expect(headers.get('ratelimit-remaining')).toBe(left);
  }
  expect((await post()).body.error.reason).toBe('rate_limit_exceeded');
});

it('403 of an admin key that may only read counts as well', async () => {
  const { key, hash, hint } = mintAdminKey();
  const kept = { name: 'auditor', scope: 'read', expiresAt: null, hash, hint } as const;
  await service.engine.adminKeys.create(kept);
  const authorization = `Bearer ${key}`;
  const post = () =>
    service.post('/v1/admin/keys', { headers: { authorization }, body: '{"name":"x"}' });
  expect((await post()).body.error.reason).toBe('scope_missing');
  expect((await post()).headers.get('ratelimit-remaining')).toBe('0');
  expect((await post()).body.error.reason).toBe('rate_limit_exceeded');
});
