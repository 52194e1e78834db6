import type { IntegrationDetails } from '@result-links/contracts';
import { SANDBOX_INTEGRATIONS, startSandbox, type Sandbox } from '../index.js';
import { post } from '../testing/post.js';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

async function detailsOf(id: string): Promise<IntegrationDetails> {
  const response = await fetch(`${sandbox.url}/integrations/${encodeURIComponent(id)}`, {
    headers: { authorization: `Bearer ${sandbox.apiKey}` },
  });
  expect(response.status).toBe(200);
  return ((await response.json()) as { data: IntegrationDetails }).data;
}

async function codeOfWrite(id: string): Promise<string | null> {
  const response = await post(sandbox, 'applications/application-1', { integration: id });
  if (response.status === 200) return null;
  return ((await response.json()) as { error: { code: string } }).error.code;
}

describe('what an integration says about itself agrees with what a write does', () => {
  it.each([
    ['workday:sandbox-healthy', 'ACTIVE', 'COMPLETED', true, null],
    [
      'greenhouse:sandbox-broken-credentials',
      'INVALID',
      'COMPLETED',
      true,
      'INTEGRATION.AUTHENTICATION_INVALID',
    ],
    ['lever:sandbox-inactive', 'INACTIVE', 'COMPLETED', true, 'INTEGRATION.INACTIVE'],
    [
      'bamboohr:sandbox-action-not-supported',
      'ACTIVE',
      'COMPLETED',
      false,
      'INTEGRATION.ACTION_NOT_AVAILABLE',
    ],
    [
      'recruitee:sandbox-action-disabled',
      'ACTIVE',
      'COMPLETED',
      false,
      'INTEGRATION.ACTION_DISABLED',
    ],
    ['teamtailor:sandbox-opted-out', 'ACTIVE', 'COMPLETED', false, 'INTEGRATION.ACTION_DISABLED'],
    [
      'ashby:sandbox-setup-sync-pending',
      'ACTIVE',
      'FINAL_SYNC_PENDING',
      true,
      'INTEGRATION.SETUP_SYNC_PENDING',
    ],
    [
      'workable:sandbox-setup-incomplete',
      'ACTIVE',
      'INCOMPLETE',
      true,
      'INTEGRATION.SETUP_INCOMPLETE',
    ],
  ])('%s', async (id, status, setup_status, is_available, code) => {
    const details = await detailsOf(id);
    expect(details).toMatchObject({ id, status, setup_status });
    const actions = details.write_actions.filter((action) => action.id.includes('result_link'));
    expect(actions.map((action) => action.is_available)).toEqual([is_available, is_available]);
    expect(await codeOfWrite(id)).toBe(code);
    expect(sandbox.received({ written: true })).toHaveLength(code === null ? 1 : 0);
  });

  it('tells the three reasons for an unavailable action apart', async () => {
    const reasonsOf = async (id: string) => {
      const [action] = (await detailsOf(id)).write_actions;
      return [action?.coverage_status, action?.scope_config_setting, action?.opted_out_by_customer];
    };
    expect(await reasonsOf('bamboohr:sandbox-action-not-supported')).toEqual([
      'UNSUPPORTED',
      'ENABLED',
      false,
    ]);
    expect(await reasonsOf('recruitee:sandbox-action-disabled')).toEqual([
      'SUPPORTED',
      'DISABLED',
      false,
    ]);
    expect(await reasonsOf('teamtailor:sandbox-opted-out')).toEqual([
      'SUPPORTED',
      'OPTIONAL',
      true,
    ]);
  });
});

it('the slow one takes two seconds', async () => {
  expect(await codeOfWrite('successfactors:sandbox-slow')).toBeNull();
  expect(sandbox.received()[0]?.answer?.durationMs).toBeGreaterThanOrEqual(1_999);
});

it('the flaky one mixes success, 429 and 503', async () => {
  for (let call = 0; call < 60; call += 1) await codeOfWrite('smartrecruiters:sandbox-flaky');
  const { answers } = sandbox.stats();
  expect(Object.keys(answers).sort()).toEqual([
    '200',
    '429 PLATFORM.RATE_LIMIT_EXCEEDED',
    '429 REMOTE.RATE_LIMIT_EXCEEDED',
    '503 REMOTE.SERVICE_UNAVAILABLE',
  ]);
});

it('an integration can recover, and its namesakes stay as they are', async () => {
  const broken = 'greenhouse:sandbox-broken-credentials';
  sandbox.setState(`${broken}~a`, 'healthy');
  expect(await codeOfWrite(`${broken}~a`)).toBeNull();
  expect((await detailsOf(`${broken}~a`)).status).toBe('ACTIVE');
  expect(await codeOfWrite(broken)).toBe('INTEGRATION.AUTHENTICATION_INVALID');
  sandbox.reset();
  expect((await detailsOf(`${broken}~a`)).status).toBe('INVALID');
  expect(() => sandbox.setState('workday:unknown', 'healthy')).toThrow(RangeError);
});

it('every integration has ids of its own', () => {
  const ids = SANDBOX_INTEGRATIONS.flatMap(({ candidates, applications }) =>
    [...candidates, ...applications].map(({ id }) => id),
  );
  expect(new Set(ids).size).toBe(ids.length);
});
