import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finish, LAUNCHER, runProgram, startCli, STACK } from './support/run-cli.js';
import { environmentOf, startSandbox, type Sandbox } from './support/sandbox.js';

const HERE = 'workday:sandbox-healthy';
const LINK = '--label Result --url https://example.com/1';

describe('output that cannot be written', () => {
  let sandbox: Sandbox;
  let folder: string;
  beforeAll(async () => {
    sandbox = await startSandbox();
    folder = await mkdtemp(join(tmpdir(), 'result-links-output-'));
  });
  afterAll(async () => {
    await sandbox.close();
    await rm(folder, { recursive: true });
  });
  beforeEach(() => sandbox.reset());

  /** Runs a line of bash, in which `$CLI` is the program; ends as the program does. */
  const shell = async (line: string) => {
    const ran = await runProgram('bash', ['-c', `${line}; exit \${PIPESTATUS[0]}`], {
      ...environmentOf(sandbox),
      CLI: `${process.execPath} ${LAUNCHER}`,
      FOLDER: folder,
    });
    expect(ran.stdout + ran.stderr).not.toMatch(STACK);
    expect(ran.stdout + ran.stderr).not.toContain('node:');
    return ran;
  };
  const send = (candidate: string, flags = '') =>
    `$CLI send --integration ${HERE} --candidate ${candidate} ${LINK} ${flags}`;

  it.each([
    ['delivered', 'candidate-1', 0],
    ['refused', 'fail-REMOTE.INPUT_INVALID', 3],
    ['cut off', 'cut-after', 4],
    ['throttled', 'fail-PLATFORM.RATE_LIMIT_EXCEEDED', 5],
  ])('leaves the exit code of a link that was %s', async (_what, candidate, status) => {
    for (const [to, flags] of [
      ['> /dev/full', ''],
      ['> /dev/full', '--json'],
      ['2> /dev/full', ''],
      ['> /dev/full 2> /dev/full', ''],
      ['>&- 2>&-', ''],
    ]) {
      expect([to, flags, (await shell(`${send(candidate, flags)} ${to}`)).status]).toEqual([
        to,
        flags,
        status,
      ]);
    }
    expect((await shell(`${send(candidate)} | true`)).status).toBe(status);
    expect((await shell(`${send(candidate)} 2>&1 | true`)).status).toBe(status);
  });

  it('is told on stderr', async () => {
    for (const command of [
      send('candidate-1'),
      '$CLI --help',
      '$CLI send --help',
      '$CLI --version',
    ]) {
      const { status, stderr } = await shell(`${command} > /dev/full`);
      expect({ status, stderr }).toEqual({
        status: 0,
        stderr: 'The output cannot be written: ENOSPC.\n',
      });
    }
  });

  it('ends a list, which is not complete on a full disk, and is enough for a reader who has gone', async () => {
    const find = `$CLI find candidates --integration ${HERE} --all`;

    expect((await shell(`${find} | head -2`)).status).toBe(0);
    expect((await shell(`${find} > /dev/full`)).status).toBe(5);
  });

  it.each(['| head -1', '> /dev/full', '--json | head -1'])(
    'does not end bulk, nor change what it says: %s',
    async (to) => {
      const path = join(folder, `rows${to.length}.csv`);
      const rows = Array.from(
        { length: 300 },
        (_, n) => `candidate-1~${n},https://example.com/${n}`,
      );
      await writeFile(
        path,
        ['candidate_id,url', 'cut-after,https://example.com/x', ...rows].join('\n'),
      );
      const { status } = await shell(`$CLI bulk ${path} --integration ${HERE} --label R ${to}`);

      expect(status).toBe(4);
      expect(sandbox.stats().written).toBe(301);
    },
  );
});

describe('Ctrl-C', () => {
  it.each(['fail-REMOTE.SERVICE_UNAVAILABLE', 'fail-PLATFORM.RATE_LIMIT_EXCEEDED'])(
    'while a row waits for another attempt (%s) ends with 130 and a sentence',
    async (candidate) => {
      const sandbox = await startSandbox();
      const folder = await mkdtemp(join(tmpdir(), 'result-links-ctrl-c-'));
      try {
        const path = join(folder, 'rows.csv');
        await writeFile(path, `candidate_id,url\n${candidate},https://example.com/1\n`);
        const child = startCli(['bulk', path, '--integration', HERE, '--label', 'R'], {
          env: environmentOf(sandbox),
        });
        const ended = finish(child);
        while (sandbox.stats().requests === 0) await new Promise((wait) => setTimeout(wait, 20));
        setTimeout(() => child.kill('SIGINT'), 300);
        const { status, stderr } = await ended;

        expect(status).toBe(130);
        expect(stderr).toContain('Interrupted. 1 row is not sent yet.');
      } finally {
        await sandbox.close();
        await rm(folder, { recursive: true });
      }
    },
  );
});

describe('the launcher', () => {
  it('ends with 2 when Node.js is too old', () => {
    const code =
      "Object.defineProperty(process.versions, 'node', { value: '20.19.0' });" +
      `require(${JSON.stringify(LAUNCHER)})`;
    const ran = spawnSync(process.execPath, ['-e', code]);

    expect(ran.status).toBe(2);
    expect(String(ran.stderr)).toBe(
      'result-links needs Node.js 22.12 or newer; this is 20.19.0.\n',
    );
  });
});
