/**
 * Runs all benches one after the other, short ones first: `npm run bench [-- --rounds=1 --print --check]`.
 * One that fails does not keep the others from running; the end is then 1.
 */
import { spawnSync } from 'node:child_process';

const NAMES = [
  ...['validate', 'packages', 'cli', 'client', 'gateway'],
  ...['ingest', 'drain', 'bulk', 'growth', 'idle'],
];
/** What every bench understands. */
const OPTION = /^--(print|check|rounds=\d+)$/;

const options = process.argv.slice(2);
const unknown = options.filter((option) => !OPTION.test(option));
if (unknown.length > 0) {
  throw new Error(
    `${unknown.join(' ')}: the options of all benches are --rounds=5 --print --check`,
  );
}
const failed = NAMES.filter((name) => {
  console.log(`\n== bench:${name}\n`);
  const { status } = spawnSync('npm', ['run', '--silent', `bench:${name}`, '--', ...options], {
    stdio: 'inherit',
  });
  return status !== 0;
});
if (failed.length > 0) console.error(`\nnot well: ${failed.join(', ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;
