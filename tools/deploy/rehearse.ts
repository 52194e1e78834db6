/**
 * What the image, the compose file and the units would do, done by hand (`npm run deploy:rehearse`): builds the
 * application into a folder of its own, takes every right to write from it, and runs API and two workers in it
 * as a user without rights, against PostgreSQL and the sandbox. Then: health check, a result link through the
 * API that a worker delivers, metrics of all three, the command line, and an end in good order on SIGTERM.
 *
 * `--keep <folder>` leaves the application there.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SANDBOX_INTEGRATIONS } from '@result-links/kombo-sandbox';
// The processes, ports and servers of the chaos tests are what a rehearsal needs as well.
/* eslint-disable @nx/enforce-module-boundaries */
import { startKombo } from '../chaos/lib/kombo.ts';
import { freePort } from '../chaos/lib/ports.ts';
import { startPostgres } from '../chaos/lib/postgres.ts';
import { Supervisor, type ManagedProcess, type User } from '../chaos/lib/supervisor.ts';
import { until } from '../chaos/lib/waiting.ts';
/* eslint-enable @nx/enforce-module-boundaries */

const ROOT = join(import.meta.dirname, '../..');
const API_KEY = 'rehearsal-key-0123456789';
/** The user of distroless images. */
const NONROOT: User = { uid: 65_532, gid: 65_532 };
/** Only root can become somebody else; anybody else has no rights to lose. */
const user = process.getuid?.() === 0 ? NONROOT : undefined;

const supervisor = new Supervisor();

function step(what: string): void {
  console.log(`- ${what}`);
}

function check(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(`not so: ${what}`);
  step(what);
}

/** Nobody may write; root reads on regardless. */
function makeReadOnly(path: string): void {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return;
  if (stat.isDirectory()) readdirSync(path).forEach((name) => makeReadOnly(join(path, name)));
  chmodSync(path, stat.isDirectory() || (stat.mode & 0o111) !== 0 ? 0o555 : 0o444);
}

function run(app: string, args: string[], env: Record<string, string>): string {
  const options = { cwd: app, env: { ...env }, encoding: 'utf8' as const, ...user };
  return execFileSync(process.execPath, args, options);
}

const get = async (url: string) => {
  const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) });
  return { status: answer.status, text: await answer.text() };
};

async function rehearse(): Promise<void> {
  const keep = process.argv[process.argv.indexOf('--keep') + 1];
  const app = process.argv.includes('--keep') && keep ? keep : join(supervisor.folder(), 'app');
  execFileSync(process.execPath, [join(ROOT, 'deploy/build.mjs'), app], { stdio: 'inherit' });
  const [size = '?'] = execFileSync('du', ['-sm', app], { encoding: 'utf8' }).split('\t');
  step(`built: ${size} MB`);
  makeReadOnly(app);
  // Temporary folders are for their owner alone; this one is to be read by the other user.
  chmodSync(join(app, '..'), 0o755);

  const postgres = await startPostgres(supervisor);
  const kombo = await startKombo(supervisor, {});
  const common = {
    DATABASE_URL: postgres.url,
    RESULT_LINKS_API_KEY: API_KEY,
    KOMBO_API_KEY: kombo.apiKey,
    KOMBO_BASE_URL: kombo.url,
    NODE_ENV: 'production',
  };
  const start = async (name: string, main: string, env: Record<string, string>) => {
    const metricsPort = String(await freePort());
    const all = { ...common, ...env, RESULT_LINKS_METRICS_PORT: metricsPort };
    const child = supervisor.spawn(name, {
      ...{ command: process.execPath, args: [main], env: all, cwd: app },
      ...(user && { user }),
    });
    const url = `http://127.0.0.1:${metricsPort}`;
    await until(`${name} is ready`, { timeoutMs: 60_000 }, async () => {
      if (child.ending !== null) throw new Error(`${name} ended: ${child.stderr()}`);
      return (await get(`${url}/health/ready`).catch(() => null))?.status === 200;
    });
    run(app, ['deploy/healthcheck.mjs'], all);
    step(`${name} is ready after ${Date.now() - child.startedAt} ms; its health check says 0`);
    return { child, metrics: `${url}/metrics` };
  };
  const port = String(await freePort());
  const api = await start('api', 'apps/api/dist/main.js', {
    PORT: port,
    RESULT_LINKS_WORKER: 'off',
  });
  const workers = [
    await start('worker-1', 'apps/worker/dist/main.js', {}),
    await start('worker-2', 'apps/worker/dist/main.js', {}),
  ];

  const [integration] = SANDBOX_INTEGRATIONS;
  const [candidate] = integration?.candidates ?? [];
  const path = `v1/ats/candidates/${candidate?.id}/result-links`;
  const answer = await fetch(`http://127.0.0.1:${port}/${path}`, {
    method: 'POST',
    headers: {
      ...{ authorization: `Bearer ${API_KEY}`, 'x-integration-id': integration?.id ?? '' },
      'content-type': 'application/json',
    },
    body: JSON.stringify({ label: 'Rehearsal', url: 'https://assessments.example.com/results/1' }),
  });
  const said = await answer.text();
  check(
    answer.status === 200,
    `a worker delivered a result link of the API: ${said.slice(0, 500)}`,
  );
  const texts = await Promise.all([api, ...workers].map(({ metrics }) => get(metrics)));
  check(
    texts
      .slice(1)
      .some(({ text }) => text.includes('result_links_attempts_total{outcome="delivered"')),
    'a worker counted the attempt',
  );
  check(/^result_links_live_workers 2$/m.test(texts[0]?.text ?? ''), 'the API counts two workers');
  const list = run(app, ['apps/cli/bin/result-links.cjs', 'deliveries', 'list', '--json'], {
    RESULT_LINKS_API_URL: `http://127.0.0.1:${port}`,
    RESULT_LINKS_API_KEY: API_KEY,
  });
  check(list.includes('"delivered"'), 'the command line, beside the service, lists it');

  for (const { child } of [...workers, api]) await endsWell(child);
  console.log('The rehearsal went well.');
}

async function endsWell(child: ManagedProcess): Promise<void> {
  const at = Date.now();
  const { code } = await child.end('SIGTERM');
  check(code === 0, `${child.name} ended on SIGTERM with 0, after ${Date.now() - at} ms`);
}

try {
  await rehearse();
} catch (error) {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
} finally {
  await supervisor.close();
}
