import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finish, runCli, STACK, startCli } from './support/run-cli.js';
import { environmentOf, startSandbox, type Sandbox } from './support/sandbox.js';

const TARGET = ['--integration', 'workday:sandbox-healthy', '--candidate', 'candidate-1'];
const LINK = ['--label', 'Result', '--url', 'https://example.com/42'];
const BODY = { label: 'From the file', url: 'https://example.com/file' };

describe('what send takes', () => {
  let sandbox: Sandbox;
  let folder: string;
  const env = () => environmentOf(sandbox);
  const send = (args: string[], stdin?: string) =>
    runCli(['send', ...args], {
      env: env(),
      cwd: folder,
      ...(stdin === undefined ? {} : { stdin }),
    });

  beforeAll(async () => {
    sandbox = await startSandbox();
    folder = mkdtempSync(join(tmpdir(), 'result-links-e2e-'));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await sandbox.close();
  });
  beforeEach(() => sandbox.reset());

  describe('a file', () => {
    it('with a result link', async () => {
      writeFileSync(join(folder, 'body.json'), JSON.stringify(BODY));

      expect((await send([...TARGET, '--file', 'body.json'])).status).toBe(0);
      expect(sandbox.received()).toMatchObject([{ body: BODY, wasWritten: true }]);
    });

    it('with a whole request, and flags over it', async () => {
      const request = {
        x_integration_id: 'workday:sandbox-healthy',
        application_id: 'application-1',
        request_body: BODY,
      };
      writeFileSync(join(folder, 'request.json'), JSON.stringify(request));

      expect((await send(['--file', 'request.json', '--label', 'From the flag'])).status).toBe(0);
      expect(sandbox.received()).toMatchObject([
        {
          target: { type: 'application', id: 'application-1' },
          body: { label: 'From the flag', url: BODY.url },
        },
      ]);
    });

    it('on stdin', async () => {
      expect((await send([...TARGET, '--file', '-'], JSON.stringify(BODY))).status).toBe(0);
      expect(sandbox.received()).toMatchObject([{ body: BODY }]);
    });

    it.each<[string, string[], string, RegExp]>([
      [
        'that does not exist',
        ['--file', 'nothing.json'],
        '',
        /nothing\.json cannot be read: it does not exist/,
      ],
      ['that is a directory', ['--file', '.'], '', /cannot be read: EISDIR/],
      ['that is no JSON', ['--file', '-'], '{"label": secret', /stdin is not valid JSON/],
      ['that is empty', ['--file', '-'], '', /it is empty/],
      ['with a list', ['--file', '-'], '[]', /must hold a JSON object/],
    ])('not one %s', async (_what, args, stdin, message) => {
      const { status, stderr } = await send([...TARGET, ...args], stdin);

      expect(status).toBe(2);
      expect(stderr).toMatch(message);
      expect(stderr).not.toContain('secret');
      expect(stderr).not.toMatch(STACK);
    });
  });

  it('tells all that is wrong at once and sends nothing', async () => {
    const args = ['--url', 'ftp://x', '--attribute', 'no separator', '--attribute', '=x'];
    const text = await send(args);
    const json = await send([...args, '--json']);

    expect(text.status).toBe(2);
    expect(text.stderr.split('\n').slice(0, -1)).toEqual([
      'Error: 7 fields are not valid; nothing was sent.',
      expect.stringContaining('candidate_id (--candidate or --application): '),
      expect.stringContaining('request_body.details.attributes[0] (--attribute, number 1): '),
      expect.stringContaining('x_integration_id (--integration): '),
      expect.stringContaining('request_body.label (--label): '),
      expect.stringContaining('request_body.url (--url): '),
      expect.stringContaining('custom_field_name_prefix (--prefix): '),
      expect.stringContaining('attributes[1].key (--attribute, number 2): '),
    ]);
    expect(json.status).toBe(2);
    expect((JSON.parse(json.stdout) as { error: { fields: unknown[] } }).error.fields).toHaveLength(
      7,
    );
    expect(sandbox.received()).toHaveLength(0);
  });

  it.each([
    ['two targets', [...TARGET, '--application', 'a', ...LINK], 'both are given'],
    ['a flag twice', [...TARGET, ...LINK, '--candidate', 'candidate-2'], 'given twice'],
    [
      'remote fields that are no JSON',
      [...TARGET, ...LINK, '--remote-fields', '{'],
      '--remote-fields',
    ],
    ['an unknown flag', [...TARGET, ...LINK, '--lable', 'x'], 'Did you mean --label?'],
    ['an unknown region', [...TARGET, ...LINK, '--region', 'mars'], 'eu, us'],
    [
      'two destinations',
      [...TARGET, ...LINK, '--region', 'eu', '--api-url', 'http://x'],
      '--api-url',
    ],
    [
      'a base URL with a password',
      [...TARGET, ...LINK, '--base-url', 'https://a:hunter2@x', '--dry-run'],
      'credentials',
    ],
    [
      'an API address that is none',
      [...TARGET, ...LINK, '--api-url', 'links.example.com', '--dry-run'],
      'absolute',
    ],
    ['a time that is none', [...TARGET, ...LINK, '--timeout', 'soon'], '--timeout'],
    ['a key', [...TARGET, ...LINK, '--api-key', 'hunter2'], 'do not belong on a command line'],
    ['a key by another name', [...TARGET, ...LINK, '--apikey=hunter2'], '--apikey: unknown flag'],
  ])('not %s', async (_what, args, message) => {
    const { status, stdout, stderr } = await send(args);

    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('hunter2');
    expect(stderr).not.toMatch(STACK);
    expect(sandbox.received()).toHaveLength(0);
  });

  it('needs a key, and says where it belongs', async () => {
    const { status, stderr } = await runCli(['send', ...TARGET, ...LINK]);

    expect(status).toBe(2);
    expect(stderr).toContain('KOMBO_API_KEY');
    expect(stderr).toContain('komboApiKey');
  });

  it('can be interrupted while it waits for stdin', async () => {
    const child = startCli(['send', ...TARGET, '--file', '-'], { env: env() });
    const end = finish(child);
    await new Promise((resolve) => setTimeout(resolve, 500));
    child.kill('SIGINT');

    expect(await end).toMatchObject({
      status: 130,
      stderr: expect.stringContaining('Nothing was sent'),
    });
  });

  describe('as a dry run', () => {
    it('shows exactly what is sent otherwise, and sends nothing', async () => {
      const args = [...TARGET, ...LINK, '--prefix', 'Acme:', '--attribute', 'Score=1', '--json'];
      const { status, stdout } = await send([...args, '--dry-run']);
      const { request } = JSON.parse(stdout) as {
        request: { method: string; url: string; headers: Record<string, string>; body: unknown };
      };

      expect(status).toBe(0);
      expect(sandbox.received()).toHaveLength(0);
      expect(request.headers['Authorization']).toBe('Bearer ****');
      await send(args);
      const [received] = sandbox.received();
      expect(request.method).toBe('POST');
      expect(request.url).toBe(`${sandbox.url}/ats/candidates/candidate-1/result-links`);
      expect(JSON.stringify(request.body)).toBe(received?.rawBody);
      for (const [name, value] of Object.entries(request.headers)) {
        if (name !== 'Authorization') {
          expect([name, received?.requestHeaders[name.toLowerCase()]]).toEqual([name, value]);
        }
      }
    });

    it('needs no key, and knows the regions', async () => {
      const { status, stdout } = await runCli([
        'send',
        ...TARGET,
        ...LINK,
        '--region',
        'us',
        '--dry-run',
      ]);

      expect(status).toBe(0);
      expect(stdout).toContain('POST https://api.us.kombo.dev/v1/ats/candidates/candidate-1/');
      expect(stdout).toContain('Authorization: Bearer (no key is set)');
    });

    it('validates', async () => {
      expect((await send([...TARGET, '--dry-run'])).status).toBe(2);
    });
  });
});
