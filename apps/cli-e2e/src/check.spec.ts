import { runCli, STACK } from './support/run-cli.js';
import { environmentOf, startSandbox, type Sandbox } from './support/sandbox.js';

describe('check', () => {
  let sandbox: Sandbox;
  const check = (args: string[], key = sandbox.apiKey) =>
    runCli(['check', ...args], { env: { ...environmentOf(sandbox), KOMBO_API_KEY: key } });

  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.close());

  it('tells that the key is valid', async () => {
    const { status, stdout } = await check([]);

    expect(status).toBe(0);
    expect(stdout).toMatch(/^Key: valid, environment \S+ at http/);
  });

  it('tells that the key is not valid, without showing it', async () => {
    const { status, stderr } = await check([], 'some-wrong-secret');

    expect(status).toBe(6);
    expect(stderr).toContain('PLATFORM.AUTHENTICATION_INVALID');
    expect(stderr).not.toContain('some-wrong-secret');
    expect(stderr).not.toMatch(STACK);
  });

  it('tells that an integration takes result links', async () => {
    const { status, stdout } = await check(['--integration', 'workday:sandbox-healthy']);

    expect(status).toBe(0);
    expect(stdout).toContain('yes result links on applications');
    expect(stdout).toContain('yes result links on candidates');
  });

  it.each([
    ['greenhouse:sandbox-broken-credentials', 'integration_invalid'],
    ['lever:sandbox-inactive', 'integration_inactive'],
    ['bamboohr:sandbox-action-not-supported', 'action_not_supported'],
    ['recruitee:sandbox-action-disabled', 'action_disabled_in_scope_config'],
    ['teamtailor:sandbox-opted-out', 'action_refused_by_customer'],
    ['ashby:sandbox-setup-sync-pending', 'setup_sync_pending'],
    ['workable:sandbox-setup-incomplete', 'setup_incomplete'],
  ])('tells why %s does not', async (integration, reason) => {
    const text = await check(['--integration', integration]);
    const json = await check(['--integration', integration, '--json']);

    expect([text.status, json.status]).toEqual([6, 6]);
    expect(text.stdout).toContain('no  result links on applications\n      - ');
    const reasons = [expect.objectContaining({ code: reason })];
    expect(JSON.parse(json.stdout)).toMatchObject({
      key: { is_valid: true },
      integration: {
        id: integration,
        is_usable: false,
        application: { is_ready: false, reasons },
        candidate: { is_ready: false, reasons },
      },
    });
  });

  it('tells that an integration does not exist', async () => {
    const { status, stderr } = await check(['--integration', 'workday:nothing']);

    expect(status).toBe(2);
    expect(stderr).toContain('PLATFORM.INTEGRATION_NOT_FOUND');
  });

  it('can be tried again when Kombo cannot be reached', async () => {
    const { status, stderr } = await runCli(['check'], {
      env: { KOMBO_API_KEY: 'any-key', KOMBO_BASE_URL: 'http://127.0.0.1:1/v1' },
    });

    expect(status).toBe(5);
    expect(stderr).not.toContain('may or may not');
  });
});
