/**
 * The database is restored from a backup that is older than many deliveries: by loading a dump, or by
 * putting back a snapshot of the server's files. One replica runs through it, one is started afterwards.
 * Nothing that was sent after the backup may be sent again, and nothing at all before an operator confirms
 * the database.
 *
 *   node tools/chaos/restore.ts --kind dump --links 600
 *   node tools/chaos/restore.ts --kind snapshot --links 600
 */
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startCluster } from './lib/cluster.ts';
import { ADMIN_KEY, confirmDatabase, isStopped } from './lib/confirm.ts';
import { listIds, resolveDelivery, showDeliveries, untilAllEnded } from './lib/deliveries.ts';
import { readFlags } from './lib/flags.ts';
import { placeOf } from './lib/invariants.ts';
import { startKombo, writtenByPlace } from './lib/kombo.ts';
import { acknowledgedId, linkNumber, submit, type Link } from './lib/links.ts';
import type { PostgresServer } from './lib/postgres.ts';
import type { Replica } from './lib/replica.ts';
import { runScenario, tell, type ScenarioResult } from './lib/scenario.ts';
import { loadTables, readTables } from './lib/tables.ts';
import type { Supervisor } from './lib/supervisor.ts';
import { inParallel, sleep, until } from './lib/waiting.ts';

const INTEGRATIONS = 4;

const options = readFlags({ kind: 'dump', links: 600, quiet: 8_000 });

await runScenario('restore', options, run);

async function run(supervisor: Supervisor): Promise<ScenarioResult> {
  const { kind, links: count, quiet } = options;
  const sandbox = await startKombo(supervisor, {});
  const { replicas, postgres } = await startCluster(supervisor, {
    ...{ engine: 'postgres', replicas: 2, sandbox },
    env: {
      RESULT_LINKS_ADMIN_KEY: ADMIN_KEY,
      RESULT_LINKS_STATE_DIR: supervisor.folder(),
      // Slow enough that a good part still waits when the backup is taken.
      RESULT_LINKS_RATE: `${Math.max(2, Math.round(count / 120))}/s`,
    },
  });
  const [running, restarted] = replicas as [Replica, Replica];
  const server = postgres as PostgresServer;
  const deliveries = new Map<string, Link>();
  await inParallel(Array(count).keys(), 8, async (index) => {
    const link = linkNumber(index, INTEGRATIONS);
    const id = acknowledgedId(await submit(running.url, link));
    if (id === null) throw new Error(`link ${index} was not accepted`);
    deliveries.set(id, link);
  });
  const written = () => sandbox.received({ written: true }).length;
  const untilWritten = (share: number) =>
    until(
      `${share} of the links are written`,
      { timeoutMs: 120_000 },
      () => written() >= count * share,
    );

  await untilWritten(0.2);
  const backup = await takeBackup(kind, server, supervisor);
  const inBackup = written();
  await untilWritten(inBackup / count + 0.4);
  await restarted.stop();
  tell(`backup after ${inBackup} writes, restoring after ${written()}`);
  await backup.restore();
  restarted.start();
  await Promise.all([untilStopped(running), untilStopped(restarted)]);
  // Calls that were on their way when the database went away.
  await sleep(2_000);
  const atRestore = written();
  const fresh = linkNumber(count, INTEGRATIONS);
  const freshId = acknowledgedId(await submit(running.url, fresh));
  await sleep(quiet);
  const sentAlone = written() - atRestore;

  const counted = await confirmDatabase(running.url, { dry_run: true });
  const confirmed = await confirmDatabase(running.url, {});
  await untilAllEnded(running.url, 120_000);
  const unknown = await listIds(running.url, ['unknown']);
  const sentAfterwards = written() - atRestore;
  await resolveByLookingInto(writtenByPlace(sandbox), running, unknown);
  await untilAllEnded(running.url, 120_000);
  const places = writtenByPlace(sandbox);
  const doubled = [...places.values()].filter((times) => times > 1).length;
  const missing = [...deliveries.values()].filter(
    ({ integration, candidate }) => !places.has(placeOf(integration, candidate)),
  ).length;
  return {
    figures: {
      ...{ kind, links: count, writtenAtBackup: inBackup, writtenAtRestore: atRestore },
      ...{ sentBeforeConfirmation: sentAlone, unknown: unknown.length, doubled, missing },
    },
    violations: [
      ...(sentAlone > 0 ? [`${sentAlone} links were sent before the database was confirmed`] : []),
      ...(doubled > 0 ? [`${doubled} links were written twice`] : []),
      ...(missing > 0 ? [`${missing} accepted links were never written`] : []),
      ...(freshId === null ? ['a link was refused while sending was stopped'] : []),
      ...(sentAfterwards === 1 ? [] : [`${sentAfterwards} links, not 1, were sent when confirmed`]),
      ...(counted.unknown === confirmed.unknown && confirmed.unknown === unknown.length
        ? []
        : [`${counted.unknown} counted, ${confirmed.unknown} told, ${unknown.length} unknown`]),
    ],
  };
}

/** What a human does with what is unknown. */
async function resolveByLookingInto(
  places: ReadonlyMap<string, number>,
  replica: Replica,
  ids: readonly string[],
): Promise<void> {
  const shown = await showDeliveries(replica.url, ids);
  await inParallel(shown.values(), 8, async ({ id, integration_id, target }) => {
    const isThere = places.has(placeOf(integration_id, target.id));
    await resolveDelivery(replica.url, id, isThere ? 'delivered' : 'not_delivered');
  });
}

async function untilStopped({ name, url }: Replica): Promise<void> {
  await until(`${name} has recognized the restore`, { timeoutMs: 60_000 }, () => isStopped(url));
}

async function takeBackup(
  kind: string,
  server: PostgresServer,
  supervisor: Supervisor,
): Promise<{ restore(): Promise<void> }> {
  const folder = supervisor.folder();
  if (kind === 'snapshot') {
    const copy = join(folder, 'data');
    await server.crash();
    execFileSync('cp', ['-a', server.data, copy]);
    await server.start();
    return {
      restore: async () => {
        await server.crash();
        rmSync(server.data, { recursive: true });
        execFileSync('cp', ['-a', copy, server.data]);
        await server.start();
      },
    };
  }
  if (kind !== 'dump') throw new Error(`--kind must be dump or snapshot, not "${kind}"`);
  const program = (name: string) => join(server.binaries, name);
  if (!existsSync(program('pg_dump'))) {
    // The binaries of npm come without it.
    const tables = await readTables(server.url);
    return { restore: () => loadTables(server.url, tables) };
  }
  const file = join(folder, 'dump');
  execFileSync(program('pg_dump'), ['--format=custom', `--file=${file}`, server.url]);
  return {
    restore: async () => {
      const flags = ['--clean', '--if-exists', `--dbname=${server.url}`, file];
      execFileSync(program('pg_restore'), flags, { stdio: 'pipe' });
    },
  };
}
