import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from './support/run-cli.js';
import { startSandbox, type Sandbox } from './support/sandbox.js';

const SECRET = 'profile-secret-key';
const SEND = [
  ...['send', '--integration', 'workday:sandbox-healthy', '--candidate', 'candidate-1'],
  ...['--label', 'Result', '--url', 'https://example.com/42'],
];

describe('the configuration file', () => {
  let sandbox: Sandbox;
  let home: string;
  let path: string;

  const write = (profiles: object, mode = 0o600) => {
    writeFileSync(path, JSON.stringify({ profiles }));
    chmodSync(path, mode);
  };
  const run = (args: string[], env: Record<string, string> = {}) =>
    runCli(args, { env: { HOME: home, ...env } });

  beforeAll(async () => {
    sandbox = await startSandbox({ apiKey: SECRET });
  });
  afterAll(() => sandbox.close());
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'result-links-home-'));
    mkdirSync(join(home, '.config', 'result-links'), { recursive: true });
    path = join(home, '.config', 'result-links', 'config.json');
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('gives key and address, by default and by name', async () => {
    const good = { komboApiKey: SECRET, baseUrl: sandbox.url };
    write({ default: good, other: { ...good, komboApiKey: 'some-wrong-key' } });

    expect((await run(SEND)).status).toBe(0);
    expect((await run([...SEND, '--profile', 'other'])).status).toBe(6);
    // The key that stands beside an address goes there; one of another place doesn't replace it.
    expect((await run(['--profile', 'other', ...SEND], { KOMBO_API_KEY: SECRET })).status).toBe(6);
  });

  it('may be elsewhere', async () => {
    const elsewhere = join(home, 'my.json');
    writeFileSync(
      elsewhere,
      JSON.stringify({ profiles: { default: { komboApiKey: SECRET, baseUrl: sandbox.url } } }),
      { mode: 0o600 },
    );

    expect((await run([...SEND, '--config', elsewhere])).status).toBe(0);
    expect((await run([...SEND, '--config', join(home, 'nothing.json')])).status).toBe(2);
  });

  it.each([0o644, 0o660, 0o604])('is refused when others may use it (%o)', async (mode) => {
    write({ default: { komboApiKey: SECRET, baseUrl: sandbox.url } }, mode);
    const { status, stdout, stderr } = await run(SEND);

    expect(status).toBe(2);
    expect(stderr).toContain(`Run: chmod 600 '${path}'`);
    expect(stdout + stderr).not.toContain(SECRET);
  });

  it('is refused with a misspelt key, without showing the value', async () => {
    write({ default: { komboKey: SECRET } });
    const { status, stderr } = await run(SEND);

    expect(status).toBe(2);
    expect(stderr).toContain('unknown key "komboKey"');
    expect(stderr).not.toContain(SECRET);
  });

  it('is not read by commands that need no key', async () => {
    write({ default: { komboApiKey: SECRET } }, 0o644);

    expect((await run(['schema'])).status).toBe(0);
  });
});
