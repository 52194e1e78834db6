/**
 * `result-links admin migrate` moves an embedded database with many deliveries to PostgreSQL and is killed
 * again and again on the way. Everything must arrive once, the old directory must be refused, and the
 * service must deliver from the server what was waiting.
 *
 *   node tools/chaos/migrate.ts --deliveries 100000 --kills 10
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listIds, showDeliveries } from './lib/deliveries.ts';
import { readFlags } from './lib/flags.ts';
import { placeOf } from './lib/invariants.ts';
import { komboEnvironment, startKombo, writtenByPlace } from './lib/kombo.ts';
import { acknowledgedId, linkNumber, submit, type Link } from './lib/links.ts';
import { startPostgres } from './lib/postgres.ts';
import { Replica } from './lib/replica.ts';
import { runScenario, tell, type ScenarioResult } from './lib/scenario.ts';
import type { Supervisor } from './lib/supervisor.ts';
import { inParallel, sleep, until } from './lib/waiting.ts';

const COMMAND = join(import.meta.dirname, '../../apps/cli/bin/result-links.cjs');
const INTEGRATIONS = 20;
/** What waits when the directory is moved; delivered from the server afterwards. */
const WAITING = 0.02;

const options = readFlags({ deliveries: 100_000, kills: 10 });

await runScenario('migrate', options, run);

async function run(supervisor: Supervisor): Promise<ScenarioResult> {
  const { deliveries: count, kills } = options;
  const sandbox = await startKombo(supervisor, {});
  const dataDir = supervisor.folder();
  const env = { RESULT_LINKS_DATA_DIR: dataDir, ...komboEnvironment(sandbox) };
  const embedded = await Replica.create(supervisor, { name: 'embedded', app: 'api', env });
  embedded.start();
  await embedded.untilReady();
  const links = new Map<string, Link>();
  const accept = (from: number, to: number) =>
    inParallel(range(from, to), 32, async (index) => {
      const link = linkNumber(index, INTEGRATIONS);
      const id = acknowledgedId(await submit(embedded.url, link, { timeoutMs: 60_000 }));
      if (id === null) throw new Error(`link ${index} was not accepted`);
      links.set(id, link);
    });
  const delivered = Math.round(count * (1 - WAITING));
  await accept(0, delivered);
  await until('most links are written', { timeoutMs: 1_800_000, everyMs: 500 }, () => {
    return sandbox.received({ written: true }).length >= delivered;
  });
  tell(`${delivered} links delivered`);
  // Killed while links wait and calls are on their way.
  await accept(delivered, count);
  await embedded.kill();
  const writtenBefore = sandbox.received({ written: true }).length;

  const server = await startPostgres(supervisor);
  const command = {
    command: process.execPath,
    args: [COMMAND, 'admin', 'migrate', '--from', dataDir, '--json'],
    env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: server.url },
  };
  const startedAt = performance.now();
  let wholeMs = 0;
  let killed = 0;
  for (let round = 1; ; round += 1) {
    const move = supervisor.spawn(`migrate-${round}`, command);
    if (killed < kills) {
      const pauseMs = 1_500 + Math.random() * 4_000;
      await Promise.race([sleep(pauseMs), move.ended]);
      if (move.ending === null) {
        endTree(move.pid);
        await move.ended;
        killed += 1;
        continue;
      }
    }
    const ending = await move.ended;
    wholeMs = performance.now() - startedAt;
    if (ending.code !== 0) throw new Error(`migrate: code ${ending.code}: ${move.stderr()}`);
    break;
  }
  tell(`moved after ${killed} kills`);

  embedded.start();
  await until('the directory is refused', { timeoutMs: 60_000 }, () => !embedded.isRunning);
  const refusal = embedded.said();
  const moved = await Replica.create(supervisor, {
    ...{ name: 'moved', app: 'api' },
    env: { ...komboEnvironment(sandbox), DATABASE_URL: server.url },
  });
  moved.start();
  await moved.untilReady();
  await until('nothing waits', { timeoutMs: 600_000, everyMs: 500 }, async () => {
    return (await listIds(moved.url, ['queued', 'delivering', 'retrying'])).length === 0;
  });
  const shown = await showDeliveries(moved.url, links.keys());
  const places = writtenByPlace(sandbox);
  const states = countBy(shown.values(), ({ state }) => state);
  const wrong = [...links].filter(([id, { integration, candidate }]) => {
    const times = places.get(placeOf(integration, candidate)) ?? 0;
    const state = shown.get(id)?.state;
    return !(state === 'delivered' && times === 1) && !(state === 'unknown' && times <= 1);
  });
  return {
    figures: {
      ...{ deliveries: count, kills: killed, moveSeconds: Math.round(wholeMs / 100) / 10 },
      ...{ writtenBefore, writtenAfter: sandbox.received({ written: true }).length, states },
      doubled: [...places.values()].filter((times) => times > 1).length,
      lost: links.size - shown.size,
    },
    violations: [
      ...wrong.map(([id]) => `${id} is ${shown.get(id)?.state ?? 'lost'}, or not in the ATS once`),
      ...(/^This embedded database was moved to 127\.0\.0\.1:\d+\/\w+ and must not be used[^\n]*\n$/.test(
        refusal,
      )
        ? []
        : [`the moved directory was not refused in one line, but: ${refusal}`]),
    ],
  };
}

/** The command and the program that it has started, by their ids. */
function endTree(pid: number): void {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
  for (const each of [pid, ...children.map(Number).filter(Boolean)]) {
    try {
      process.kill(each, 'SIGKILL');
    } catch {
      // Gone already.
    }
  }
}

function* range(from: number, to: number): Generator<number> {
  for (let index = from; index < to; index += 1) yield index;
}

function countBy<T>(items: Iterable<T>, nameOf: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[nameOf(item)] = (counts[nameOf(item)] ?? 0) + 1;
  return counts;
}
