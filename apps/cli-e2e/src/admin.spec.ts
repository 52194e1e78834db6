import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startApi, type Api } from './support/api.js';
import { runCli, STACK } from './support/run-cli.js';
import { startSandbox, type Sandbox } from './support/sandbox.js';

const ADMIN_KEY = randomBytes(32).toString('base64url');

describe('administration, through the API', () => {
  let api: Api;
  let kombo: Sandbox;
  beforeAll(async () => {
    kombo = await startSandbox();
    api = await startApi({
      RESULT_LINKS_ADMIN_KEY: ADMIN_KEY,
      RESULT_LINKS_ENCRYPTION_KEY: `e2e:${randomBytes(32).toString('base64')}`,
    });
  }, 90_000);
  afterAll(async () => {
    await api?.stop();
    await kombo?.close();
  }, 30_000);

  const admin = async (args: string[], stdin = '') => {
    const env = { ...api.env, RESULT_LINKS_ADMIN_KEY: ADMIN_KEY };
    const ran = await runCli(['admin', ...args], { env, stdin });
    expect(ran.stderr).not.toMatch(STACK);
    return ran;
  };
  const sendWith = (apiKey: string) =>
    runCli(
      [
        ...['send', '--integration', 'workday:sandbox-healthy', '--candidate', 'candidate-1'],
        ...['--label', 'Result', '--url', `https://example.com/${randomBytes(6).toString('hex')}`],
      ],
      { env: { ...api.env, RESULT_LINKS_API_KEY: apiKey } },
    );

  it('an account, a key for its callers, a result link through it, and the end of the key', async () => {
    const made = await admin(
      [
        ...['accounts', 'create', 'acme', '--region', 'eu', '--base-url', kombo.url],
        ...['--kombo-key-from', 'stdin'],
      ],
      `${kombo.apiKey}\n`,
    );
    expect(made).toMatchObject({ status: 0, stdout: expect.stringContaining('Made: acme') });
    expect(made.stdout).not.toContain(kombo.apiKey);

    const { stdout } = await admin(['keys', 'create', 'acme', '--name', 'backend', '--json']);
    const { key, id } = JSON.parse(stdout) as { key: string; id: string };
    expect((await sendWith(key)).status).toBe(0);
    expect(
      kombo.received({ target: 'candidate-1' }).filter((link) => link.wasWritten),
    ).toHaveLength(1);

    expect((await admin(['keys', 'revoke', 'acme', id])).status).toBe(0);
    const refused = await sendWith(key);
    expect(refused.status).toBe(6);
    expect(refused.stderr).toContain('revoked');
    expect((await admin(['keys', 'list', 'acme', '--json'])).stdout).toContain('"revoked_at":"20');
  });

  it('what cannot be is refused in words', async () => {
    const refused = await admin(['accounts', 'delete', 'acme']);
    expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining('Disable') });
    const us = ['accounts', 'update', 'acme', '--base-url', 'https://api.us.kombo.dev/v1'];
    expect(await admin(us)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('region eu'),
    });
    expect((await admin(['accounts', 'show', 'nobody'])).status).toBe(2);
  });

  it('a named admin key acts under its name, until it is revoked', async () => {
    const { stdout } = await admin(['admin-keys', 'create', '--name', 'kim', '--json']);
    const { key, id } = JSON.parse(stdout) as { key: string; id: string };
    const asKim = (args: string[]) =>
      runCli(['admin', ...args], { env: { ...api.env, RESULT_LINKS_ADMIN_KEY: key } });
    expect((await asKim(['keys', 'create', 'default', '--name', 'x'])).status).toBe(0);
    const audit = await asKim(['audit', '--since', '1h', '--by', id]);
    expect(audit).toMatchObject({ status: 0, stderr: '' });
    expect(audit.stdout).toMatch(/api_key\.create +kim +127\.0\.0\.1 +default/);

    expect((await admin(['admin-keys', 'revoke', id])).status).toBe(0);
    const refused = await asKim(['audit']);
    expect(refused).toMatchObject({ status: 6, stderr: expect.stringContaining('revoked') });
  });

  it('everything is sealed with the first key', async () => {
    expect(await admin(['encryption', 'rotate'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('sealed with the key "e2e"'),
    });
  });
});

it('names the data directory that was looked for, also from a folder below the project', async () => {
  const args = ['admin', 'migrate', '--from', '.data', '--to', 'postgres://u@127.0.0.1:9/links'];
  const { status, stderr } = await runCli(args, { cwd: __dirname });

  expect(status).toBe(6);
  expect(stderr).toContain(`--from: ${join(__dirname, '.data')} has no embedded database`);
});
