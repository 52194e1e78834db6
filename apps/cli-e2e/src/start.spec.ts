import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LAUNCHER, runCli, runProgram } from './support/run-cli.js';

const DIST = join(LAUNCHER, '../../dist');
const HELP = readFileSync(join(DIST, 'help.txt'), 'utf8');

/** The names of all commands, as the help lists them. */
const names = [...HELP.matchAll(/^ {2}([a-z]+)(?: \[| <| {2})/gm)].map(([, name = '']) => name);

/** Runs the whole program, without the launcher. */
const runWhole = (args: string[]) =>
  runProgram(process.execPath, [join(DIST, 'result-links.cjs'), ...args], {});

describe('the file of a command alone', () => {
  const singles = readdirSync(join(DIST, 'single')).map((file) => file.replace(/\.cjs$/, ''));

  it('is there for each but the one that knows all', () => {
    const expected = names.filter((name) => !['completion', 'help'].includes(name));
    expect(expected).toContain('send');
    expect(singles.sort()).toEqual(expected.sort());
  });

  it.each(singles)('of %s says what the whole program says', async (name) => {
    const lines = [
      [name, '--help'],
      [name, 'surplus', 'words', '--json'],
      [name, '--frobnicate'],
      ['--json', name, '--frobnicate'],
    ];
    for (const args of lines) {
      expect(await runCli(args)).toEqual(await runWhole(args));
    }
  });

  it('need not be there', () => {
    const folder = mkdtempSync(join(tmpdir(), 'result-links-whole-'));
    try {
      cpSync(join(LAUNCHER, '..'), join(folder, 'bin'), { recursive: true });
      cpSync(join(DIST, 'result-links.cjs'), join(folder, 'dist/result-links.cjs'));
      const args = [join(folder, 'bin/result-links.cjs'), 'schema', 'FieldError'];
      const { status, stderr, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(JSON.parse(stdout)).toHaveProperty('properties.path');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it.each(['../result-links', '/etc/passwd', 'send.cjs', '__proto__'])(
    'is not looked for by %s',
    async (word) => {
      expect(await runCli([word])).toEqual(await runWhole([word]));
    },
  );
});

describe('help at once', () => {
  const shell = (line: string) =>
    spawnSync(
      'bash',
      ['-c', line.replaceAll('$HELP', `"${process.execPath}" "${LAUNCHER}" --help`)],
      {
        encoding: 'utf8',
      },
    );

  it.each([
    ['a pipe', '$HELP | cat'],
    ['a file', 'file=$(mktemp); $HELP > "$file"; cat "$file"; rm "$file"'],
  ])('comes whole through %s', (_what, line) => {
    expect(shell(line)).toMatchObject({ status: 0, stdout: HELP, stderr: '' });
  });

  it.each([
    ['nobody reads', 'set -o pipefail; $HELP | true'],
    ['stdout is closed', '$HELP >&-'],
  ])('is no error when %s', (_what, line) => {
    expect(shell(line)).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  it('waits for a slow reader of a pipe that does not wait', () => {
    // Not as its stdout, which Node sets right again when it ends.
    const fill = `new net.Socket({ fd: 3, readable: false, writable: true }).write(Buffer.alloc(1e6)); setTimeout(process.exit, 100, 0)`;
    const filled = `"${process.execPath}" -e '${fill}' 3>&1 > /dev/null`;
    const line = `set -o pipefail; { ${filled}; $HELP; } | { sleep 1; tr -d '\\0'; }`;
    expect(shell(line)).toMatchObject({ status: 0, stdout: HELP, stderr: '' });
  });
});

describe('npm start', () => {
  const root = join(__dirname, '../../..');

  it('builds the command line, too, which npm has linked', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };

    expect(scripts['prestart']).toMatch(/--projects=\S*\bcli\b/);
    expect(realpathSync(join(root, 'node_modules/.bin/result-links'))).toBe(LAUNCHER);
  });

  it('knows the packages that are within each file of it', () => {
    const packages = JSON.parse(
      readFileSync(join(DIST, 'bundled-packages.json'), 'utf8'),
    ) as Record<string, string[]>;
    const { 'apps/cli/dist/result-links.cjs': whole = [] } = packages;

    expect(Object.keys(packages)).toHaveLength(readdirSync(join(DIST, 'single')).length + 1);
    for (const name of ['axios', 'class-validator', 'csv-parse']) {
      expect(whole).toContain(`node_modules/${name}`);
    }
    // Replaced by nothing, see tools/bundle.mjs.
    expect(whole).not.toContain('node_modules/form-data');
    for (const folder of Object.values(packages).flat()) {
      expect(existsSync(join(root, folder, 'package.json'))).toBe(true);
    }
  });
});
