import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finish, LAUNCHER, runCli, STACK, startCli } from './support/run-cli.js';

const SCHEMAS = join(__dirname, '../../../libs/contracts/schemas');

describe('schema', () => {
  const names = readdirSync(SCHEMAS).map((file) => file.replace(/\.json$/, ''));

  it('lists every schema of the contract', async () => {
    const { status, stdout } = await runCli(['schema']);

    expect(status).toBe(0);
    expect(stdout.trim().split('\n').sort()).toEqual([...names].sort());
  });

  it.each(['PostAtsCandidatesCandidateIDResultLinksRequest', 'FieldError'])(
    'prints %s, with --json as without',
    async (name) => {
      const expected: unknown = JSON.parse(readFileSync(join(SCHEMAS, `${name}.json`), 'utf8'));
      for (const flags of [[], ['--json']]) {
        const { status, stdout } = await runCli(['schema', name, ...flags]);
        expect(status).toBe(0);
        expect(JSON.parse(stdout)).toEqual(expected);
      }
    },
  );

  it('does not know others', async () => {
    const { status, stderr } = await runCli(['schema', 'Nonsense']);

    expect(status).toBe(2);
    expect(stderr).toContain('FieldError');
    expect(stderr).not.toMatch(STACK);
  });

  it('minds a reader that leaves early no more than others do', () => {
    const { stderr } = spawnSync(
      'bash',
      ['-c', `"${process.execPath}" "${LAUNCHER}" schema | head -n 1`],
      { encoding: 'utf8' },
    );

    expect(stderr).toBe('');
  });
});

describe('completion', () => {
  it('for bash, loaded as its help says', () => {
    const script = `source <("${process.execPath}" "${LAUNCHER}" completion bash)
complete -p result-links
COMP_WORDS=(result-links schema FieldE); COMP_CWORD=2; _result_links; echo "\${COMPREPLY[@]}"
COMP_WORDS=(result-links send --remote); COMP_CWORD=2; _result_links; echo "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], { encoding: 'utf8' });

    expect(stderr).toBe('');
    expect(stdout).toBe(
      'complete -F _result_links result-links\nFieldError\n--remote-id --remote-id-of --remote-fields\n',
    );
  });

  it.each(['zsh', 'fish'])('for %s', async (shell) => {
    const { status, stdout } = await runCli(['completion', shell]);

    expect(status).toBe(0);
    expect(stdout).toContain('result-links');
  });

  it('asks for the shell', async () => {
    expect(await runCli(['completion'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('bash, zsh, fish'),
    });
  });
});

describe('sandbox', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'runs, can be written to by the line it prints, and ends by %s',
    async (signal) => {
      const child = startCli(['sandbox', '--port', '0', '--json']);
      const printed = await new Promise<string>((resolve) => {
        child.stdout.setEncoding('utf8').once('data', resolve);
      });
      const { url, api_key, integrations } = JSON.parse(printed) as {
        url: string;
        api_key: string;
        integrations: { id: string }[];
      };
      const sent = await runCli(
        [
          ...['send', '--integration', String(integrations[0]?.id), '--candidate', 'candidate-1'],
          ...['--label', 'Result', '--url', 'https://example.com/42'],
        ],
        { env: { KOMBO_API_KEY: api_key, KOMBO_BASE_URL: url } },
      );
      const end = finish(child);
      child.kill(signal);

      expect(sent).toMatchObject({ status: 0, stderr: '' });
      expect(await end).toEqual({ status: 0, stdout: '', stderr: '' });
      await expect(fetch(url)).rejects.toThrow();
    },
  );

  it('tells people how to use it', async () => {
    const child = startCli(['sandbox', '--port', '0']);
    const text = await new Promise<string>((resolve) => {
      child.stdout.setEncoding('utf8').once('data', resolve);
    });
    const end = finish(child);
    child.kill('SIGINT');
    await end;

    expect(text).toMatch(/Sandbox: http:\/\/127\.0\.0\.1:\d+\/v1/);
    expect(text).toMatch(/KOMBO_API_KEY=\S+ KOMBO_BASE_URL=\S+ result-links send /);
    expect(text).toContain('lever:sandbox-inactive');
  });

  it('says when its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const { status, stderr } = await runCli(['sandbox', '--port', String(port)]);
    other.close();

    expect(status).toBe(2);
    expect(stderr).toContain(`Port ${port} is already in use.`);
    expect(stderr).not.toMatch(STACK);
  });
});

describe('the program', () => {
  it('tells its version', async () => {
    const { version } = JSON.parse(readFileSync(join(LAUNCHER, '../../package.json'), 'utf8')) as {
      version: string;
    };

    expect(await runCli(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
    expect(JSON.parse((await runCli(['--version', '--json'])).stdout)).toEqual({ version });
  });

  it('has help with exit codes and examples', async () => {
    const { status, stdout } = await runCli(['--help']);

    expect(status).toBe(0);
    expect(stdout).toContain('Exit codes:');
    expect((await runCli(['send', '--help'])).stdout).toContain('Examples:');
  });

  it.each([
    [[], 'Usage: result-links'],
    [['sned'], 'Did you mean send?'],
    [['--frobnicate'], '--frobnicate: unknown flag.'],
  ])('refuses %j with a way out', async (args, message) => {
    const { status, stdout, stderr } = await runCli(args);

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(STACK);
  });

  it('writes no colours into pipes', async () => {
    const { stdout, stderr } = await runCli(['frobnicate']);

    expect(stdout + stderr).not.toContain('\u{1b}');
  });

  it('keeps compiled code in the cache folder of the user, and nowhere without one', async () => {
    const home = mkdtempSync(join(tmpdir(), 'result-links-cache-'));
    try {
      for (const run of ['first', 'second']) {
        const { status } = await runCli(['--version'], { env: { HOME: home } });
        expect([run, status]).toEqual([run, 0]);
      }
      expect(readdirSync(join(home, '.cache'))).toEqual(['result-links']);
      expect(existsSync('/nonexistent-home')).toBe(false);
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });

  it.each([
    ['cut off', (code: Buffer) => code.subarray(0, code.length >> 1)],
    ['not its own', () => Buffer.from('nonsense')],
    ['empty', () => Buffer.alloc(0)],
  ])('compiles anew when the compiled code is %s', async (_what, damage) => {
    const home = mkdtempSync(join(tmpdir(), 'result-links-cache-'));
    const version = () => runCli(['--version'], { env: { HOME: home } });
    try {
      const { stdout } = await version();
      const folder = join(home, '.cache', 'result-links');
      const [build = ''] = readdirSync(folder);
      const file = join(folder, build, 'other');
      const compiled = readFileSync(file);
      writeFileSync(file, damage(compiled));
      expect(await version()).toMatchObject({ status: 0, stdout, stderr: '' });
      expect(readFileSync(file).length).toBeGreaterThan(compiled.length / 2);
      expect(readdirSync(join(folder, build))).toEqual(['other']);
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });

  it('has the same help at once as by starting', async () => {
    const [atOnce, started] = [await runCli(['--help']), await runCli(['help'])];

    expect(atOnce.stdout).toContain('Usage: result-links');
    expect(atOnce).toEqual(started);
  });

  it('says so when it is not built', () => {
    const folder = mkdtempSync(join(tmpdir(), 'result-links-unbuilt-'));
    try {
      cpSync(LAUNCHER, join(folder, 'bin', 'result-links.cjs'));
      const { status, stderr } = spawnSync(
        process.execPath,
        [join(folder, 'bin', 'result-links.cjs')],
        { encoding: 'utf8' },
      );
      expect(status).toBe(2);
      expect(stderr).toBe('result-links is not built yet. Run: npm run build\n');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('is one file that needs nothing beside it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'result-links-alone-'));
    try {
      cpSync(join(LAUNCHER, '../../dist/result-links.cjs'), join(folder, 'result-links.cjs'));
      const { status, stderr } = spawnSync(
        process.execPath,
        [
          ...[join(folder, 'result-links.cjs'), 'send', '--integration', 'a:b', '--candidate', 'c'],
          ...['--label', 'l', '--url', 'https://example.com', '--dry-run'],
        ],
        { encoding: 'utf8', cwd: folder },
      );
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
