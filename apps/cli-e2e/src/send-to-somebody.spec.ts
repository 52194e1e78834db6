import { sandboxApplications, sandboxCandidate } from '@result-links/kombo-sandbox';
import { startFakeApi } from './support/fake-api.js';
import { runCli } from './support/run-cli.js';
import { environmentOf, startSandbox, type Sandbox } from './support/sandbox.js';

const HERE = 'workday:sandbox-healthy';
const LINK = ['--label', 'Result', '--url', 'https://assessments.example.com/results/42'];
const TARGETS = {
  applicationOf: (number: number, nth: number) => ({
    type: 'application',
    id: sandboxApplications(HERE, number)[nth - 1]?.id,
  }),
  candidate: (number: number) => ({ type: 'candidate', id: sandboxCandidate(HERE, number).id }),
};

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const send = (...flags: string[]) =>
  runCli(['send', '--integration', HERE, ...LINK, ...flags], { env: environmentOf(sandbox) });
const written = () => sandbox.received({ written: true }).map(({ target }) => target);

describe('send, to somebody whose Kombo id is not known', () => {
  it.each<[string[], object]>([
    [['--email', 'PERSON-41@example.com'], TARGETS.applicationOf(41, 1)],
    [['--remote-id', 'CAND-44'], TARGETS.candidate(44)],
    [['--remote-id', 'APP-47-2', '--remote-id-of', 'application'], TARGETS.applicationOf(47, 2)],
    [['--email', 'person-45@example.com', '--job', 'JOB-20'], TARGETS.applicationOf(46, 1)],
    [
      ['--email', 'person-48@example.com', '--prefer', 'newest-pending-application'],
      TARGETS.applicationOf(48, 2),
    ],
    [['--email', 'person-47@example.com', '--target-type', 'candidate'], TARGETS.candidate(47)],
    [
      ['--candidate', sandboxCandidate(HERE, 47).id, '--job', 'JOB-34'],
      TARGETS.applicationOf(47, 2),
    ],
  ])('%j', async (flags, target) => {
    const { status, stdout, stderr } = await send(...flags);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^Delivered: .*\nFound: {5}(application|candidate) /);
    expect(written()).toEqual([target]);
  });

  it('sends nothing when there are several, and lists them', async () => {
    const { status, stderr } = await send('--email', 'person-45@example.com');
    expect([status, written()]).toEqual([2, []]);
    expect(stderr).toContain(`application ${TARGETS.applicationOf(45, 1).id}  N.P., Analyst 19`);
    expect(stderr).toContain('--prefer');
    expect(stderr).not.toContain('Perlman');
  });

  it('gives the choices to programs', async () => {
    const { status, stdout } = await send('--email', 'person-45@example.com', '--json');
    const { error, exit_code } = JSON.parse(stdout);
    expect([status, exit_code, error.reason]).toEqual([2, 2, 'target_ambiguous']);
    expect(error.choices).toMatchObject([
      TARGETS.applicationOf(45, 1),
      TARGETS.applicationOf(46, 1),
    ]);
  });

  it.each<[string[], number, RegExp]>([
    [['--email', 'nobody@example.com'], 2, /There is no candidate with this email address/],
    [['--email', 'person-41@example.com', '--job', 'JOB-99'], 2, /no application to this job/],
    [['--email', 'person-50@example.com'], 2, /There is no candidate/],
    [['--email', 'ada'], 2, /email \(--email\)/],
    [['--job', 'JOB-1'], 2, /give exactly one of/],
    [['--email', 'a@b.example', '--candidate', 'c'], 2, /there are candidate_id and email/],
  ])('sends nothing for %j', async (flags, code, message) => {
    const { status, stderr } = await send(...flags);
    expect([status, written()]).toEqual([code, []]);
    expect(stderr).toMatch(message);
  });

  it('looks nobody up while anything else is wrong', async () => {
    const { id } = sandbox.script({ operation: 'get-candidates', fault: 'none' });
    const { status, stderr } = await send('--email', 'person-41@example.com', '--attribute', 'x');
    expect(status).toBe(2);
    expect(stderr).toContain('--attribute');
    const scenarios = await (await fetch(`${sandbox.origin}/__sandbox/scenarios`)).json();
    expect(scenarios).toMatchObject({ scenarios: [{ id, used: 0 }] });
  });

  it('shows what it found in a dry run', async () => {
    const { status, stdout } = await send('--email', 'person-41@example.com', '--dry-run');
    expect(status).toBe(0);
    expect(stdout).toContain(`/ats/applications/${TARGETS.applicationOf(41, 1).id}/result-links`);
    expect(sandbox.received()).toEqual([]);
  });

  it('ends by what the look-up came to', async () => {
    sandbox.script({ operation: 'get-candidates', fault: 'retry-after-60' });
    const { status, stderr } = await send('--email', 'person-41@example.com');
    expect(status).toBe(5);
    expect(stderr).toContain('Nothing was sent.');
  });

  it('lets the API find them, when the result link goes through it', async () => {
    const resolution = {
      status: 'resolved',
      target: { type: 'candidate', id: 'c1' },
      message: 'found one candidate',
      choices: [],
      choice_count: 1,
      failure: null,
    };
    const api = await startFakeApi((request, response) => {
      const data = request.url === '/v1/targets:resolve' ? { results: [resolution] } : {};
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ status: 'success', data, warnings: [] }));
    });
    const env = { RESULT_LINKS_API_URL: api.url, RESULT_LINKS_API_KEY: 'rl_key' };
    const args = ['send', '--integration', HERE, ...LINK, '--email', 'ada@example.com'];
    const { status } = await runCli(args, { env });
    await api.close();
    expect(status).toBe(0);
    expect(api.received.map(({ path, body }) => [path, body])).toEqual([
      [
        '/v1/targets:resolve',
        { references: [{ x_integration_id: HERE, email: 'ada@example.com' }] },
      ],
      ['/v1/ats/candidates/c1/result-links', expect.objectContaining({ label: 'Result' })],
    ]);
  });
});
