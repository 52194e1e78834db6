import type { Command, Handler } from './command.js';
import { CliError } from './errors.js';
import { run, type World } from './run.js';
import { fakeContext } from './testing/fake-context.js';

const KEY = 'super-secret-key';

function runWith(
  handler: Handler<never>,
  argv: string[] = [],
  env: Record<string, string> = {},
  unwritable?: World['stdout'],
) {
  const command: Command = {
    name: 'do',
    summary: 'do it',
    description: 'Does it.',
    args: [],
    options: [],
    examples: ['result-links do'],
    load: async () => handler,
  };
  const out = { stdout: '', stderr: '' };
  const interruption = new AbortController();
  const sink = (name: keyof typeof out) => ({ write: (text: string) => (out[name] += text) });
  const { homeDir, stdin } = fakeContext();
  const status = run(
    {
      argv: ['do', ...argv],
      env,
      homeDir,
      stdin,
      stdout: unwritable ?? sink('stdout'),
      stderr: sink('stderr'),
      signal: interruption.signal,
    },
    [command],
  );
  return { status, out, interruption };
}

const done: Handler<never> = async () => ({ data: { done: true }, text: () => 'Done.' });
const failing =
  (error: unknown): Handler<never> =>
  () =>
    Promise.reject(error);
const refused = () => new CliError('rejected', 'Refused.', { reason: 'rejected', hint: 'Ask.' });

describe('run', () => {
  it('prints text for people', async () => {
    const { status, out } = runWith(done);

    expect(await status).toBe(0);
    expect(out).toEqual({ stdout: 'Done.\n', stderr: '' });
  });

  it('prints one JSON document for programs', async () => {
    const { status, out } = runWith(done, ['--json']);

    expect(await status).toBe(0);
    expect(JSON.parse(out.stdout)).toEqual({ done: true });
  });

  it('ends as the command says', async () => {
    const broken: Handler<never> = async () => ({ data: 1, text: () => 'no', exit: 'broken' });

    expect(await runWith(broken).status).toBe(6);
  });

  it('prints errors for people on stderr', async () => {
    const { status, out } = runWith(failing(refused()));

    expect(await status).toBe(3);
    expect(out).toEqual({ stdout: '', stderr: 'Error: Refused.\nAsk.\n' });
  });

  it('prints errors for programs on stdout, also of a command line it cannot read', async () => {
    const refusal = runWith(failing(refused()), ['--json']);
    const usage = runWith(done, ['--json', '--frobnicate']);

    expect(await refusal.status).toBe(3);
    expect(JSON.parse(refusal.out.stdout)).toMatchObject({ status: 'error', exit_code: 3 });
    expect(refusal.out.stderr).toBe('');
    expect(await usage.status).toBe(2);
    expect(JSON.parse(usage.out.stdout)).toMatchObject({
      error: { reason: 'unknownOption' },
      exit_code: 2,
    });
  });

  it('calls anything else a bug, with a stack only for --debug and DEBUG', async () => {
    const bug = failing(new TypeError('x is undefined'));
    const [quiet, flag, variable] = [
      runWith(bug),
      runWith(bug, ['--debug']),
      runWith(bug, [], { DEBUG: '1' }),
    ];

    expect(await quiet.status).toBe(1);
    expect(quiet.out.stderr).toContain('report it');
    expect(quiet.out.stderr).not.toContain('    at ');
    await Promise.all([flag.status, variable.status]);
    expect(flag.out.stderr).toContain('    at ');
    expect(variable.out.stderr).toContain('    at ');
  });

  it('never prints a key that a handler has seen', async () => {
    const leaky: Handler<never> = async (_input, { secrets }) => {
      secrets.add(KEY);
      throw new Error(`Authorization: Bearer ${KEY}`);
    };
    for (const argv of [[], ['--debug'], ['--json'], ['--json', '--debug']]) {
      const { status, out } = runWith(leaky, argv);
      await status;
      expect(out.stdout + out.stderr).toContain('****');
      expect(out.stdout + out.stderr).not.toContain(KEY);
    }
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('ends after %s with %i', async (signal, expected) => {
    const waiting: Handler<never> = (_input, context) =>
      new Promise((_resolve, reject) => {
        context.signal.addEventListener('abort', () => reject(new Error('aborted')));
      });
    const { status, out, interruption } = runWith(waiting);
    setTimeout(() => interruption.abort(signal), 10);

    expect(await status).toBe(expected);
    expect(out.stderr).toContain('Interrupted.');
  });

  it('waits for what goes on after printing', async () => {
    let isOver = false;
    const running: Handler<never> = async () => ({
      data: {},
      text: () => 'Running.',
      running: new Promise((resolve) => setTimeout(resolve, 20)).then(() => {
        isOver = true;
      }),
    });

    expect(await runWith(running).status).toBe(0);
    expect(isOver).toBe(true);
  });

  describe('line by line', () => {
    const lineByLine =
      (isReadOnly?: true): Handler<never> =>
      async () => ({
        lines: (async function* () {
          yield { decoration: () => 'TITLE' };
          yield { data: { row: 1 }, text: () => 'row 1' };
          yield { error: refused() };
          yield { note: 'There are more.' };
          return 'rejected' as const;
        })(),
        ...(isReadOnly && { isReadOnly }),
      });

    it('prints text for people, remarks and errors on stderr', async () => {
      const { status, out } = runWith(lineByLine());

      expect(await status).toBe(3);
      expect(out.stdout).toBe('TITLE\nrow 1\n');
      expect(out.stderr).toBe('Error: Refused.\nAsk.\nThere are more.\n');
    });

    it('prints one JSON document per line for programs', async () => {
      const { status, out } = runWith(lineByLine(), ['--json']);

      expect(await status).toBe(3);
      expect(out.stderr).toBe('');
      const documents = out.stdout.trimEnd().split('\n');
      expect(documents.map((line) => JSON.parse(line) as unknown)).toMatchObject([
        { row: 1 },
        { status: 'error', error: { reason: 'rejected' }, exit_code: 3 },
      ]);
    });

    it('ends a command that only reads when nobody reads its output, and no other one', async () => {
      const endings = (failure: string) =>
        [true as const, undefined].map((isReadOnly) => {
          const stdout = { write: () => undefined, failure };
          return runWith(lineByLine(isReadOnly), [], {}, stdout).status;
        });

      expect(await Promise.all(endings('EPIPE'))).toEqual([0, 3]);
      expect(await Promise.all(endings('ENOSPC'))).toEqual([5, 3]);
    });

    it('lets no control character of a server through, in no form', async () => {
      const evil = 'a\u{1b}[2J\u{9b}1A\u{202e}b\u{2028}\u{7f}';
      const handler: Handler<never> = async () => ({
        lines: (async function* () {
          yield { data: { evil }, text: () => `row ${evil}` };
          yield { decoration: () => evil };
          yield { note: evil };
          throw new CliError('rejected', evil, {
            reason: 'rejected',
            hint: evil,
            kombo: { code: evil, title: evil, logUrl: evil },
            fields: [{ path: evil, code: 'x', message: `${evil}\nDelivered: "x"` }],
          });
        })(),
      });
      for (const argv of [[], ['--json'], ['--debug'], ['--json', '--debug']]) {
        const { status, out } = runWith(handler, argv);
        expect(await status).toBe(3);
        for (const character of evil.replace(/[a-z0-9[]/gi, '')) {
          expect(out.stdout + out.stderr).not.toContain(character);
        }
        expect(out.stderr).not.toMatch(/^Delivered:/m);
        if (argv[0] === '--json') {
          expect(JSON.parse(out.stdout.split('\n')[0] ?? '')).toEqual({ evil });
        }
      }
    });

    it('prints what it has before it fails, the error on one line too', async () => {
      const handler: Handler<never> = async () => ({
        lines: (async function* () {
          yield { data: { row: 1 }, text: () => 'row 1' };
          throw refused();
        })(),
      });
      const { status, out } = runWith(handler, ['--json']);

      expect(await status).toBe(3);
      expect(out.stdout.trimEnd().split('\n')).toHaveLength(2);
    });
  });
});
