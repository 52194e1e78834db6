import { finish, runCli, STACK, startCli } from './support/run-cli.js';
import { environmentOf, startSandbox, type Sandbox } from './support/sandbox.js';

const INTEGRATION = 'workday:sandbox-healthy';
const API_KEY = 'kombo-e2e-secret-key';
const LINK = [
  '--label',
  'Assessment result',
  '--url',
  'https://assessments.example.com/results/42',
];
const BODY = { label: 'Assessment result', url: 'https://assessments.example.com/results/42' };

describe('send, directly to Kombo', () => {
  let sandbox: Sandbox;
  const env = () => environmentOf(sandbox);
  const sendTo = (candidate: string, ...more: string[]) =>
    runCli(['send', '--integration', INTEGRATION, '--candidate', candidate, ...LINK, ...more], {
      env: env(),
    });

  beforeAll(async () => {
    sandbox = await startSandbox({ apiKey: API_KEY });
  });
  afterAll(() => sandbox.close());
  beforeEach(() => sandbox.reset());

  it('writes to a candidate', async () => {
    const { status, stdout, stderr } = await sendTo('candidate-1');

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(
      `Delivered: "Assessment result" on candidate candidate-1 (${INTEGRATION})\n`,
    );
    expect(sandbox.received({ written: true })).toMatchObject([
      { integrationId: INTEGRATION, target: { type: 'candidate', id: 'candidate-1' }, body: BODY },
    ]);
  });

  it('writes to an application, with details and remote fields', async () => {
    const { status } = await runCli(
      ['send', '--integration', INTEGRATION, '--application', 'application-2', ...LINK].concat([
        ...['--prefix', 'Acme:', '--attribute', 'Score=100%', '--attribute', 'Formula=a=b'],
        ...[
          '--remote-fields',
          '{"greenhouse":{"post_headers":{"On-Behalf-Of":"7"}},"new":{"a":1}}',
        ],
      ]),
      { env: env() },
    );

    expect(status).toBe(0);
    expect(sandbox.received()).toMatchObject([
      {
        target: { type: 'application', id: 'application-2' },
        body: {
          ...BODY,
          details: {
            custom_field_name_prefix: 'Acme:',
            attributes: [
              { key: 'Score', value: '100%' },
              { key: 'Formula', value: 'a=b' },
            ],
          },
          remote_fields: { greenhouse: { post_headers: { 'On-Behalf-Of': '7' } }, new: { a: 1 } },
        },
      },
    ]);
  });

  it('prints one JSON document with --json', async () => {
    const { stdout, stderr } = await sendTo('candidate-1', '--json');

    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      status: 'success',
      outcome: 'delivered',
      via: 'kombo',
      x_integration_id: INTEGRATION,
      target: { type: 'candidate', id: 'candidate-1' },
      warnings: [],
    });
  });

  it('passes on warnings', async () => {
    sandbox.script({
      fault: {
        kind: 'answer',
        status: 200,
        contentType: 'application/json',
        body: '{"status":"success","data":{},"warnings":[{"message":"The label was cut."}]}',
      },
    });

    expect((await sendTo('candidate-1')).stdout).toContain('Warning:   The label was cut.');
  });

  it('counts a 2xx that nobody can read as delivered', async () => {
    expect((await sendTo('html-200')).status).toBe(0);
  });

  describe('ends with', () => {
    it.each([
      ['fail-REMOTE.INPUT_INVALID', 3, 'rejected'],
      ['fail-INTEGRATION.ACTION_NOT_AVAILABLE', 3, 'rejected'],
      ['fail-SOMETHING.NEW-422', 3, 'rejected'],
      ['fail-PLATFORM.TASK_TIMED_OUT', 4, 'unknown'],
      ['html-502', 4, 'unknown'],
      ['fail-PLATFORM.RATE_LIMIT_EXCEEDED', 5, 'throttled'],
      ['fail-REMOTE.SERVICE_UNAVAILABLE', 5, 'unavailable'],
      ['html-503', 5, 'unavailable'],
      ['fail-INTEGRATION.AUTHENTICATION_INVALID', 6, 'integration_broken'],
      ['fail-PLATFORM.IP_NOT_WHITELISTED', 6, 'account_broken'],
    ])('%s: %i', async (candidate, expected, outcome) => {
      const text = await sendTo(candidate);
      const json = await sendTo(candidate, '--json');

      expect(text.status).toBe(expected);
      expect(text.stdout).toBe('');
      expect(text.stderr).toMatch(/^Error: /);
      expect(text.stderr).not.toMatch(STACK);
      expect(json.status).toBe(expected);
      expect(json.stderr).toBe('');
      expect(JSON.parse(json.stdout)).toMatchObject({
        status: 'error',
        outcome,
        exit_code: expected,
      });
    });

    it('6 when the key is wrong, without showing it', async () => {
      const result = await runCli(
        ['send', '--integration', INTEGRATION, '--candidate', 'candidate-1', ...LINK],
        { env: { ...env(), KOMBO_API_KEY: 'some-wrong-secret' } },
      );

      expect(result.status).toBe(6);
      expect(result.stderr).toContain('PLATFORM.AUTHENTICATION_INVALID');
      expect(result.stderr).not.toContain('some-wrong-secret');
    });

    it('5 when nobody listens: nothing was sent', async () => {
      const gone = await startSandbox();
      await gone.close();
      const { status, stderr } = await runCli(
        ['send', '--integration', INTEGRATION, '--candidate', 'candidate-1', ...LINK],
        { env: { KOMBO_API_KEY: API_KEY, KOMBO_BASE_URL: gone.url } },
      );

      expect(status).toBe(5);
      expect(stderr).not.toContain('may or may not');
    });

    it('4 when the time is over, with a warning not to repeat it', async () => {
      const { status, stderr } = await sendTo('hang', '--timeout', '0.3');

      expect(status).toBe(4);
      expect(stderr).toContain('may or may not be in the ATS');
      expect(stderr).toContain('look in the ATS first');
    });

    it('4 when the connection is cut', async () => {
      sandbox.script({ fault: { kind: 'cut', writes: true } });
      const { status, stdout } = await sendTo('candidate-1', '--json');

      expect(status).toBe(4);
      expect(JSON.parse(stdout)).toMatchObject({ outcome: 'unknown' });
      expect(sandbox.received({ written: true })).toHaveLength(1);
    });
  });

  it('sends every failing request only once', async () => {
    for (const candidate of ['fail-REMOTE.SERVICE_UNAVAILABLE', 'html-502']) {
      await sendTo(candidate);
    }
    expect(sandbox.received()).toHaveLength(2);
  });

  describe('when it is interrupted while it waits', () => {
    it.each([
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const)(
      'by %s, ends with %i and says that the fate is unknown',
      async (signal, expected) => {
        const child = startCli(
          ['send', '--integration', INTEGRATION, '--candidate', 'hang', ...LINK],
          { env: env() },
        );
        const end = finish(child);
        await until(() => sandbox.received().length === 1);
        child.kill(signal);

        const { status, stderr } = await end;
        expect(status).toBe(expected);
        expect(stderr).toContain('the request was already out');
        expect(stderr).toContain('may or may not be in the ATS');
        expect(stderr).not.toMatch(STACK);
      },
    );
  });

  it('shows the key nowhere, whatever happens', async () => {
    sandbox.script({
      fault: { kind: 'error', code: 'PLATFORM.INPUT_INVALID', message: `Your key ${API_KEY} …` },
    });
    for (const flags of [[], ['--json'], ['--debug'], ['--dry-run']]) {
      const { stdout, stderr } = await sendTo('candidate-1', ...flags);
      expect(stdout + stderr).not.toBe('');
      expect(stdout + stderr).not.toContain(API_KEY);
    }
  });

  it('does not let a server write escape sequences to the terminal', async () => {
    sandbox.script({
      fault: { kind: 'error', code: 'REMOTE.INPUT_INVALID', message: '\u{1b}[2J\u{1b}[HDelivered' },
    });

    expect((await sendTo('candidate-1')).stderr).not.toContain('\u{1b}');
  });
});

async function until(isTrue: () => boolean): Promise<void> {
  for (let waited = 0; !isTrue(); waited += 20) {
    if (waited > 8_000) throw new Error('it did not happen');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
