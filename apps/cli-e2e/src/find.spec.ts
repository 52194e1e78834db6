import { sandboxApplications, sandboxCandidate } from '@result-links/kombo-sandbox';
import { runCli } from './support/run-cli.js';
import { environmentOf, startSandbox, type Sandbox } from './support/sandbox.js';

const HERE = 'workday:sandbox-healthy';
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

async function find(what: string, ...flags: string[]) {
  const { status, stdout, stderr } = await runCli(
    ['find', what, '--integration', HERE, '--json', ...flags],
    {
      env: environmentOf(sandbox),
    },
  );
  const rows = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { type: string; id: string; remote_id: string });
  return { status, stderr, rows, remoteIds: rows.map(({ remote_id }) => remote_id) };
}

describe('find candidates', () => {
  it('prints one document per line with --json', async () => {
    const { status, stderr, rows } = await find('candidates', '--email', 'WORK-41@example.com');
    const known = sandboxCandidate(HERE, 41);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(rows).toEqual([
      {
        type: 'candidate',
        id: known.id,
        remote_id: 'CAND-41',
        first_name: known.first_name,
        last_name: known.last_name,
        email_addresses: ['person-41@example.com', 'work-41@example.com'],
        applications: known.applications.map(({ id, remote_id, outcome, job, ...more }) => ({
          id,
          remote_id,
          outcome,
          created_at: more.remote_created_at,
          job,
        })),
        remote_url: known.remote_url,
        remote_deleted_at: null,
      },
    ]);
  });

  it.each<[string[], string[]]>([
    [
      ['--email', 'person-45@example.com'],
      ['CAND-45', 'CAND-46'],
    ],
    [['--email', 'person-45@example.com', '--job', 'JOB-20'], ['CAND-46']],
    [
      ['--remote-id', 'CAND-3', '--remote-id', 'CAND-1'],
      ['CAND-1', 'CAND-3'],
    ],
    [['--id', sandboxCandidate(HERE, 7).id], ['CAND-7']],
    [
      ['--name', 'Grace Liskov', '--limit', '2'],
      ['CAND-32', 'CAND-512'],
    ],
    [['--first-name', 'grace', '--last-name', 'liskov', '--limit', '1'], ['CAND-32']],
    [['--remote-id', 'CAND-30'], []],
    [['--remote-id', 'CAND-30', '--include-deleted'], ['CAND-30']],
    [['--email', 'nobody@example.com'], []],
  ])('%j', async (flags, expected) => {
    const { status, remoteIds } = await find('candidates', ...flags);
    expect([status, remoteIds]).toEqual([0, expected]);
  });

  it('pages on, and says when there are more', async () => {
    const args = ['find', 'candidates', '--integration', HERE, '--limit', '600'];
    const { stdout, stderr } = await runCli(args, { env: environmentOf(sandbox) });
    expect(stdout).toMatch(/^ID +REMOTE ID/);
    expect(stdout.trimEnd().split('\n')).toHaveLength(601);
    expect(stderr).toContain('more than these 600');
  });
});

describe('find applications', () => {
  it.each<[string[], string[]]>([
    [
      ['--email', 'person-47@example.com'],
      ['APP-47-1', 'APP-47-2', 'APP-47-3'],
    ],
    [['--candidate-remote-id', 'CAND-47', '--outcome', 'PENDING'], ['APP-47-3']],
    [['--candidate', sandboxCandidate(HERE, 48).id, '--job', 'JOB-22'], ['APP-48-1']],
    [['--remote-id', 'APP-8-2'], ['APP-8-2']],
    [['--id', sandboxApplications(HERE, 9)[1]?.id ?? ''], ['APP-9-2']],
    [
      ['--job', 'JOB-16', '--outcome', 'HIRED', '--limit', '2'],
      ['APP-2-1', 'APP-42-1'],
    ],
  ])('%j', async (flags, expected) => {
    const { status, remoteIds } = await find('applications', ...flags);
    expect([status, remoteIds]).toEqual([0, expected]);
  });

  it('says whose they are', async () => {
    const { rows } = await find('applications', '--remote-id', 'APP-8-2');
    expect(rows).toMatchObject([
      {
        type: 'application',
        outcome: 'PENDING',
        candidate: { id: sandboxCandidate(HERE, 8).id, remote_id: 'CAND-8' },
        job: sandboxApplications(HERE, 8)[1]?.job,
      },
    ]);
  });
});

describe('find refuses', () => {
  const run = (...args: string[]) => runCli(args, { env: environmentOf(sandbox) });

  it.each<[string[], RegExp]>([
    [['find', 'candidates'], /--integration <id> is missing/],
    [['find', 'candidates', '--integration', HERE, '--job', 'JOB-99'], /There is no job JOB-99/],
    [['find', 'candidates', '--integration', HERE, '--all', '--limit', '1'], /--all and --limit/],
    [['find', 'candidates', '--integration', HERE, '--name', 'a', '--last-name', 'b'], /--name/],
    [['find', 'applications', '--integration', HERE, '--outcome', 'REJECTED'], /PENDING, HIRED/],
  ])('%j', async (args, message) => {
    const { status, stdout, stderr } = await run(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it.each([
    ['retry-after-2', 5],
    ['fail-INTEGRATION.INACTIVE', 6],
    ['fail-INTEGRATION.MODEL_DISABLED', 3],
    ['html-502', 5],
  ])('with an exit code that says what to do: %s', async (fault, expected) => {
    sandbox.script({ operation: 'get-candidates', fault });
    const { status, stdout } = await run(
      ...['find', 'candidates', '--integration', HERE, '--email', 'a@b.example', '--json'],
    );
    expect([status, JSON.parse(stdout).exit_code]).toEqual([expected, expected]);
  });
});
