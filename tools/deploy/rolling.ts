/**
 * Old and new on one database, as in a rolling deployment (`npm run deploy:rolling -- --from <commit>`): the
 * release of that commit is built in a folder of its own, started, and then replaced process by process by this
 * one, with result links going through all the while; at the end the old one takes over again, as after a
 * roll-back. Every link must be in the ATS exactly once, and no process may log an error.
 *
 * The old release runs with the packages that are installed now, so `--from` wants one whose dependencies have
 * not lost any since.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
/* eslint-disable @nx/enforce-module-boundaries -- see running.ts */
import { startKombo } from '../chaos/lib/kombo.ts';
import { startPostgres } from '../chaos/lib/postgres.ts';
import { Supervisor } from '../chaos/lib/supervisor.ts';
/* eslint-enable @nx/enforce-module-boundaries */
import { check, endWell, environmentOf, sendLink, startProcess } from './running.ts';

const ROOT = join(import.meta.dirname, '../..');
const LINKS_PER_STAGE = 20;
const { from } = parseArgs({ options: { from: { type: 'string' } } }).values;
if (from === undefined) {
  console.error('Usage: npm run deploy:rolling -- --from <commit or tag of the release before>');
  process.exit(2);
}

const supervisor = new Supervisor();
try {
  await roll(from);
} catch (error) {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
} finally {
  await supervisor.close();
}

async function roll(commit: string): Promise<void> {
  const folders = { old: buildOld(commit), new: ROOT };
  execFileSync(
    join(ROOT, 'node_modules/.bin/nx'),
    ['run-many', '-t', 'build', '-p', 'api,worker'],
    {
      ...{ cwd: ROOT, stdio: 'pipe' },
    },
  );
  const postgres = await startPostgres(supervisor);
  const kombo = await startKombo(supervisor, {});
  const env = environmentOf(postgres.url, kombo);
  const started: Awaited<ReturnType<typeof startProcess>>[] = [];
  const start = async (age: keyof typeof folders, app: 'api' | 'worker') => {
    const name = `the ${age} ${app}`;
    const options = {
      name,
      folder: folders[age],
      app,
      env: { ...env, RESULT_LINKS_WORKER: 'off' },
    };
    const running = await startProcess(supervisor, options);
    started.push(running);
    return running;
  };
  let sent = 0;
  const send = async (through: { url: string }, what: string) => {
    const answers = await Promise.all(
      Array.from({ length: LINKS_PER_STAGE }, () => sendLink(through.url, `link-${(sent += 1)}`)),
    );
    const bad = answers.find(({ status }) => status !== 200);
    check(bad === undefined, `${what}: ${LINKS_PER_STAGE} links${bad ? `, but ${bad.text}` : ''}`);
  };

  const oldApi = await start('old', 'api');
  const oldWorker = await start('old', 'worker');
  await send(oldApi, 'old API, old worker, old schema');
  const newApi = await start('new', 'api');
  await send(newApi, 'new API, old worker, new schema');
  await send(oldApi, 'old API, old worker, new schema');
  const newWorker = await start('new', 'worker');
  await endWell(oldWorker.child);
  await send(oldApi, 'old API, new worker');
  await endWell(oldApi.child);
  await send(newApi, 'new API, new worker');

  const lastApi = await start('old', 'api');
  await start('old', 'worker');
  await endWell(newWorker.child);
  await endWell(newApi.child);
  await send(lastApi, 'rolled back: old API, old worker, new schema');

  const urls = kombo.received({ written: true }).map(({ body }) => (body as { url: string }).url);
  check(urls.length === sent && new Set(urls).size === sent, `all ${sent} are there exactly once`);
  const errors = started.flatMap(({ log }) => log()).filter(({ level }) => Number(level) >= 50);
  check(errors.length === 0, `no process logged an error${JSON.stringify(errors).slice(2, 1_000)}`);
  console.log('Old and new work side by side.');
}

/** The release of a commit, built in a temporary folder. */
function buildOld(commit: string): string {
  const folder = supervisor.folder();
  const sh = (command: string) =>
    execFileSync('sh', ['-ec', command], {
      ...{ cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
      env: { ...process.env, COMMIT: commit, FOLDER: folder },
    });
  sh('git archive "$COMMIT" | tar -x -C "$FOLDER"');
  // A copy, so that the links between the packages lead to the old ones.
  sh('cp -a --reflink=auto node_modules "$FOLDER/node_modules"');
  sh(
    'cd "$FOLDER" && node_modules/.bin/tsc --build apps/api/tsconfig.build.json apps/worker/tsconfig.build.json',
  );
  console.log(`- built the release of ${commit}`);
  return folder;
}
