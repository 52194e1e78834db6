import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { judge, readExceptions } from './audit.ts';

const advisory = 'https://github.com/advisories/GHSA-0000-0000-0000';
const report = {
  vulnerabilities: {
    bad: { name: 'bad', severity: 'high', via: [{ url: advisory, title: 'It is bad' }] },
    user: { name: 'user', severity: 'high', via: ['bad'] },
  },
};
const exception = { advisory, package: 'bad', reason: 'never called', until: '2027-01-31' };

it('names what is vulnerable, where the advisory is about', () => {
  expect(judge(report, [], '2026-11-23')).toEqual({
    kind: 'asked',
    problems: [`bad: high, It is bad (${advisory})`],
    excepted: [],
  });
});

it('lives with what is excepted, until its day', () => {
  expect(judge(report, [exception], '2027-01-31')).toMatchObject({ problems: [] });
  expect(judge(report, [exception], '2027-02-01')).toMatchObject({
    problems: [expect.stringContaining('It is bad')],
  });
});

it('an exception about nothing is to be taken out', () => {
  expect(judge({ vulnerabilities: {} }, [exception], '2026-11-23')).toMatchObject({
    problems: [expect.stringContaining('exception about nothing: bad')],
  });
});

it.each([
  [{ message: '405 Method Not Allowed', statusCode: 405 }, '405 Method Not Allowed'],
  [{ error: { code: 'ENOTFOUND', summary: 'no network' } }, 'no network'],
  [{}, 'no report (status unknown)'],
])('a registry that cannot be asked says nothing about the packages: %j', (answer, why) => {
  expect(judge(answer, [], '2026-11-23')).toEqual({ kind: 'unavailable', why });
});

it('the exceptions of this project have a reason and an end', () => {
  const file = join(__dirname, 'exceptions.json');
  expect(() => readExceptions(JSON.parse(readFileSync(file, 'utf8')))).not.toThrow();
  expect(() => readExceptions([{ ...exception, reason: '' }])).toThrow('has no reason');
  expect(() => readExceptions([{ ...exception, until: 'soon' }])).toThrow('needs a day');
});

describe('npm run audit', () => {
  const folder = mkdtempSync(join(tmpdir(), 'result-links-audit-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Runs it with an npm that says this, from a folder below the project. */
  function run(said: string, npmExit: number, ...args: string[]) {
    const npm = join(folder, 'npm');
    const files = { said: join(folder, 'said'), cwd: join(folder, 'cwd') };
    writeFileSync(files.said, said);
    writeFileSync(npm, `#!/bin/sh\npwd > '${files.cwd}'\ncat '${files.said}'\nexit ${npmExit}\n`);
    chmodSync(npm, 0o755);
    const env = { PATH: [folder, process.env['PATH']].join(delimiter) };
    const command = ['--no-warnings', join(__dirname, 'run.ts'), ...args];
    return new Promise<{ code: number; stdout: string; stderr: string; cwd: string }>((resolve) => {
      execFile(process.execPath, command, { cwd: __dirname, env }, (error, stdout, stderr) => {
        const cwd = readFileSync(files.cwd, 'utf8').trim();
        resolve({ code: Number(error?.code ?? 0), stdout, stderr, cwd });
      });
    });
  }

  it.each([
    ['{"message":"405 Method Not Allowed","statusCode":405}', '405 Method Not Allowed'],
    [
      '{"error":{"summary":"request to\\n  https://r.example failed"}}',
      'request to https://r.example failed',
    ],
    ['<html>', 'Command failed: npm audit --omit=dev --json'],
  ])('says in one line that nobody could be asked, and does not fail: %s', async (said, why) => {
    expect(await run(said, 1)).toEqual({
      code: 0,
      stdout: `Audit: nobody could be asked, so nothing is known about vulnerabilities (${why}).\n`,
      stderr: '',
      cwd: join(__dirname, '../..'),
    });
    expect(await run(said, 1, '--strict')).toMatchObject({ code: 1 });
  });

  it('fails on what is found, and names it', async () => {
    const { code, stdout } = await run(JSON.stringify(report), 1);

    expect(code).toBe(1);
    expect(stdout).toBe(`Problem: bad: high, It is bad (${advisory})\nAudit: failed, see above.\n`);
  });

  it('says when there is nothing', async () => {
    const { code, stdout } = await run('{"vulnerabilities":{}}', 0);

    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Audit: no known vulnerabilities.\n' });
  });
});
