/**
 * Asks the npm registry for known vulnerabilities of what is installed to run (not to build or test).
 * Exit code 1 for any that `exceptions.json` does not name. A registry that cannot be asked is told and
 * is no failure: it says nothing about the packages. `--strict` makes it one.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge, readExceptions, type AuditReport } from './audit.ts';

const TIMEOUT_MS = 60_000;

const exceptions = readExceptions(
  JSON.parse(readFileSync(join(import.meta.dirname, 'exceptions.json'), 'utf8')),
);
const verdict = judge(await ask(), exceptions, new Date().toISOString().slice(0, 10));
if (verdict.kind === 'unavailable') {
  console.log(`Not audited: ${verdict.why}`);
  if (process.argv.includes('--strict')) process.exitCode = 1;
} else {
  for (const line of verdict.excepted) console.log(`Lived with: ${line}`);
  for (const line of verdict.problems) console.error(`Problem: ${line}`);
  console.log(verdict.problems.length === 0 ? 'Audit: nothing to do' : 'Audit: see above');
  if (verdict.problems.length > 0) process.exitCode = 1;
}

/** npm ends with 1 when it finds something, and when it cannot ask; its report tells the two apart. */
function ask(): Promise<AuditReport> {
  return new Promise((resolve) => {
    const args = ['audit', '--omit=dev', '--json'];
    execFile('npm', args, { timeout: TIMEOUT_MS, maxBuffer: 2 ** 26 }, (error, stdout) => {
      try {
        resolve(JSON.parse(stdout) as AuditReport);
      } catch {
        resolve({ message: error?.message.split('\n')[0] ?? 'npm said nothing' });
      }
    });
  });
}
