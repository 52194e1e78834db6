/**
 * What the image, the compose file and the units would do, done by hand (`npm run deploy:rehearse`): builds the
 * application into a folder of its own, takes every right to write from it, and runs API and two workers in it
 * as a user without rights, against PostgreSQL and the sandbox. Then: health checks, a result link through the
 * API that a worker delivers, metrics of all three, the command line, and an end in good order on SIGTERM.
 *
 * `npm run deploy:rehearse -- --keep <folder>` leaves the application there.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
/* eslint-disable @nx/enforce-module-boundaries -- see running.ts */
import { startKombo } from '../chaos/lib/kombo.ts';
import { freePort } from '../chaos/lib/ports.ts';
import { startPostgres } from '../chaos/lib/postgres.ts';
import { Supervisor, type User } from '../chaos/lib/supervisor.ts';
/* eslint-enable @nx/enforce-module-boundaries */
import { API_KEY, check, endWell, environmentOf, get, sendLink, startProcess } from './running.ts';

const ROOT = join(import.meta.dirname, '../..');
/** The user of distroless images. */
const NONROOT: User = { uid: 65_532, gid: 65_532 };
/** Only root can become somebody else; anybody else has no rights to lose. */
const user = process.getuid?.() === 0 ? NONROOT : undefined;
const { keep } = parseArgs({ options: { keep: { type: 'string' } } }).values;

const supervisor = new Supervisor();
try {
  await rehearse();
} catch (error) {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
} finally {
  await supervisor.close();
}

async function rehearse(): Promise<void> {
  const folder = keep ?? join(supervisor.folder(), 'app');
  execFileSync(process.execPath, [join(ROOT, 'deploy/build.mjs'), folder], { stdio: 'inherit' });
  const [size = '?'] = execFileSync('du', ['-sm', folder], { encoding: 'utf8' }).split('\t');
  console.log(`- built: ${size} MB`);
  checkBillOfMaterials(folder);
  makeReadOnly(folder);
  if (keep === undefined) {
    // Temporary folders are for their owner alone; this one is to be read by the other user.
    chmodSync(join(folder, '..'), 0o755);
  }
  const postgres = await startPostgres(supervisor);
  const env = environmentOf(postgres.url, await startKombo(supervisor, {}));

  const start = async (name: string, app: 'api' | 'worker', more: Record<string, string> = {}) => {
    const metricsPort = String(await freePort());
    const all = { ...env, ...more, RESULT_LINKS_METRICS_PORT: metricsPort };
    const running = await startProcess(supervisor, { name, folder, app, env: all, ...whoever() });
    console.log(`- ${name} is ready after ${Date.now() - running.child.startedAt} ms`);
    runNode(folder, ['deploy/healthcheck.mjs'], all);
    return { ...running, metrics: `http://127.0.0.1:${metricsPort}/metrics` };
  };
  const api = await start('api', 'api', { RESULT_LINKS_WORKER: 'off' });
  const workers = [await start('worker-1', 'worker'), await start('worker-2', 'worker')];
  console.log('- the health check of all three says 0');

  const answer = await sendLink(api.url, 'rehearsal');
  check(answer.status === 200, `a worker delivered what the API accepted: ${answer.text}`);
  const ofApi = (await get(api.metrics)).text;
  const ofWorkers = await Promise.all(workers.map(({ metrics }) => get(metrics)));
  check(/^result_links_live_workers 2$/m.test(ofApi), 'the API counts two workers');
  check(
    ofWorkers.some(({ text }) =>
      text.includes('attempts_total{outcome="delivered",code="none"} 1'),
    ),
    'a worker counted the attempt',
  );
  const list = runNode(folder, ['apps/cli/bin/result-links.cjs', 'deliveries', 'list', '--json'], {
    RESULT_LINKS_API_URL: api.url,
    RESULT_LINKS_API_KEY: API_KEY,
  });
  check(list.includes('"delivered"'), 'the command line, beside the service, lists it');
  for (const { child } of [...workers, api]) await endWell(child);
  console.log('The rehearsal went well.');
}

/** Against `find`: every package in the folder is listed, and everything listed is there. */
function checkBillOfMaterials(folder: string): void {
  const text = readFileSync(join(folder, 'sbom.cdx.json'), 'utf8');
  const { components } = JSON.parse(text) as {
    components: { evidence: { occurrences: { location: string }[] } }[];
  };
  const listed = new Set(
    components.flatMap(({ evidence }) => evidence.occurrences.map(({ location }) => location)),
  );
  const found = execFileSync('find', ['.', '-name', 'package.json'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const packages = found
    .split('\n')
    .map((path) => path.replace(/^\.\//, '').replace(/\/package\.json$/, ''))
    .filter((path) =>
      /^(?:.+\/)?node_modules\/(?:@[^/]+\/)?[^/@]+$|^(?:apps|libs)\/[^/]+$/.test(path),
    );
  const missing = packages.filter((path) => !listed.has(path));
  const absent = [...listed].filter((path) => !existsSync(join(folder, path)));
  check(
    missing.length + absent.length === 0,
    `sbom.cdx.json lists ${packages.length} packages, all that there are`,
  );
}

function whoever(): { user?: User } {
  return user === undefined ? {} : { user };
}

function runNode(cwd: string, args: string[], env: Record<string, string>): string {
  return execFileSync(process.execPath, args, { cwd, env, encoding: 'utf8', ...user });
}

/** Nobody may write; root could all the same, which is why the processes are somebody else's. */
function makeReadOnly(path: string): void {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return;
  if (stat.isDirectory()) readdirSync(path).forEach((name) => makeReadOnly(join(path, name)));
  chmodSync(path, stat.isDirectory() || (stat.mode & 0o111) !== 0 ? 0o555 : 0o444);
}
