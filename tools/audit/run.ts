/**
 * Asks the npm registry for known vulnerabilities of what is installed to run (not to build or test).
 * Exit code 1 for any that `exceptions.json` does not name. A registry that cannot be asked is reported and
 * is no failure: it says nothing about the packages. `--strict` makes it one.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge, readExceptions, report, type AuditReport } from './audit.ts';

const ROOT = join(import.meta.dirname, '../..');
const TIMEOUT_MS = 60_000;

const exceptions = readExceptions(
  JSON.parse(readFileSync(join(import.meta.dirname, 'exceptions.json'), 'utf8')),
);
const verdict = judge(await ask(), exceptions, new Date().toISOString().slice(0, 10));
const { lines, exitCode } = report(verdict, process.argv.includes('--strict'));
for (const line of lines) console.log(line);
process.exitCode = exitCode;

/** npm ends with 1 when it finds something, and when it cannot ask; its report tells the two apart. */
function ask(): Promise<AuditReport> {
  const options = { cwd: ROOT, timeout: TIMEOUT_MS, maxBuffer: 2 ** 26 };
  return new Promise((resolve) => {
    execFile('npm', ['audit', '--omit=dev', '--json'], options, (error, stdout) => {
      try {
        resolve(JSON.parse(stdout) as AuditReport);
      } catch {
        const why =
          error?.killed === true ? 'no answer within 60 s' : error?.message.split('\n')[0];
        resolve({ message: why ?? 'npm said nothing' });
      }
    });
  });
}
