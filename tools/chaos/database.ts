/**
 * The database goes away as in a crash, over and over, under load; each time a replica starts while it
 * is down.
 *
 *   node tools/chaos/database.ts --crashes 10
 */
import { handOver } from './lib/callers.ts';
import { startCluster } from './lib/cluster.ts';
import { readFlags } from './lib/flags.ts';
import { call, NoAnswerError } from './lib/http.ts';
import { BAD_DAY, goWrong, startKombo } from './lib/kombo.ts';
import { Ledger } from './lib/ledger.ts';
import { linkNumber, submit } from './lib/links.ts';
import type { PostgresServer } from './lib/postgres.ts';
import { seededRandom } from './lib/random.ts';
import type { Replica } from './lib/replica.ts';
import { runScenario, tell, type ScenarioResult } from './lib/scenario.ts';
import { spread } from './lib/statistics.ts';
import type { Supervisor } from './lib/supervisor.ts';
import { accidentsOf, judgeResolved } from './lib/verdict.ts';
import { sleep, until } from './lib/waiting.ts';

/** Ready again within this time after the database answers. */
const READY_LIMIT_MS = 5_000;
const INTEGRATIONS = 40;

const options = readFlags({
  crashes: 10,
  /** How long the database stays away, in milliseconds. */
  down: 3_000,
  /** How long it is there between two crashes, in milliseconds. */
  up: 8_000,
  callers: 8,
  /** Links per second. */
  rate: 40,
  replicas: 3,
  seed: 1,
});

await runScenario('database', options, run);

async function run(supervisor: Supervisor): Promise<ScenarioResult> {
  const { crashes, down, up, callers, rate, replicas: count, seed } = options;
  const random = seededRandom(seed);
  const sandbox = await startKombo(supervisor, { latencyMs: [60, 600], seed });
  goWrong(sandbox, BAD_DAY);
  const engine = 'postgres';
  const { replicas, postgres } = await startCluster(supervisor, {
    engine,
    replicas: count,
    sandbox,
  });
  const late = replicas.at(-1) as Replica;
  const urls = replicas.map((replica) => replica.url);
  const ledger = new Ledger();
  const accepts = Math.round((crashes * (down + up) * rate) / 1_000);
  const links = Array.from({ length: accepts }, (_, index) => linkNumber(index, INTEGRATIONS));
  const handingOver = handOver(links, ledger, {
    urls,
    callers,
    perSecond: rate,
    twice: 0.3,
    random,
  });

  const spells: Spell[] = [];
  const meanwhile = new Ledger();
  for (let crash = 1; crash <= crashes; crash += 1) {
    await sleep(up);
    const spell = await oneCrash(postgres as PostgresServer, replicas, late, meanwhile, down);
    spells.push(spell);
    tell(`crash ${crash}, ready after ${JSON.stringify(spell)} ms`);
  }
  const readyAfterMs = spells.flatMap((spell) => spell.running);
  const lateReadyAfterMs = spells.map((spell) => spell.late);
  await handingOver;

  tell('crashing and accepting are over');
  const apiUrl = urls[0] as string;
  const end = await judgeResolved({ apiUrl, ledger, sandbox, patienceMs: 300_000 });
  return {
    figures: {
      crashes,
      acknowledged: ledger.acknowledged.length,
      answers: ledger.answers,
      answersWhileDown: meanwhile.answers,
      readyAfterDatabaseMs: spread(readyAfterMs),
      lateReadyAfterDatabaseMs: spread(lateReadyAfterMs),
      ...end.figures,
    },
    violations: [
      ...accidentsOf(replicas),
      ...brokenWhileDown(meanwhile.answers),
      ...[...readyAfterMs, ...lateReadyAfterMs]
        .filter((ms) => ms > READY_LIMIT_MS)
        .map((ms) => `a replica was ready only ${ms} ms after the database`),
      ...end.violations,
    ],
  };
}

/** How long replicas took to be ready once the database answered, in milliseconds. */
interface Spell {
  /** Those that ran all the time. */
  running: number[];
  /** The one that started meanwhile; from when it listened, should that have been later. */
  late: number;
}

/**
 * One spell without the database. The last replica is killed with it and starts while it is away. All
 * are asked to accept meanwhile.
 */
async function oneCrash(
  postgres: PostgresServer,
  replicas: readonly Replica[],
  late: Replica,
  meanwhile: Ledger,
  downMs: number,
): Promise<Spell> {
  await Promise.all([postgres.crash(), late.kill()]);
  late.start();
  const endsAt = performance.now() + downMs;
  for (let index = 0; performance.now() < endsAt; index += 1) {
    const replica = replicas[index % replicas.length] as Replica;
    await askToAccept(replica, index, meanwhile);
    await sleep(50);
  }
  const listening = untilItListens(late);
  await postgres.start();
  const backAt = Date.now();
  const readyAfter = async (replica: Replica, from: number) => {
    await replica.untilReady();
    return Math.max(0, Date.now() - from);
  };
  const running = replicas.filter((replica) => replica !== late);
  const [lateMs, ...runningMs] = await Promise.all([
    listening.then((listeningAt) => readyAfter(late, Math.max(backAt, listeningAt))),
    ...running.map((replica) => readyAfter(replica, backAt)),
  ]);
  return { running: runningMs, late: lateMs };
}

/** When the replica answers anything at all, epoch milliseconds. */
function untilItListens(replica: Replica): Promise<number> {
  return until(`${replica.name} listens`, { timeoutMs: 60_000, everyMs: 20 }, async () => {
    const answer = await call({ url: `${replica.url}/health/live` }).catch(() => null);
    return answer !== null && Date.now();
  });
}

/** Whatever is asked here must not be kept: there is nothing to keep it in. */
async function askToAccept(replica: Replica, index: number, meanwhile: Ledger): Promise<void> {
  try {
    const link = linkNumber(index, INTEGRATIONS, 'never-');
    const { status } = await submit(replica.url, { ...link, key: null });
    meanwhile.count(status);
  } catch (error) {
    if (!(error instanceof NoAnswerError)) throw error;
    // A replica that has only just been started does not listen yet.
    const isStarting = replica.life.readyAt === null && error.code === 'ECONNREFUSED';
    meanwhile.count(isStarting ? 'not listening yet' : error.code);
  }
}

function brokenWhileDown(answers: Readonly<Record<string, number>>): string[] {
  return Object.entries(answers)
    .filter(([kind]) => !['503', 'not listening yet'].includes(kind))
    .map(([kind, times]) => `without a database a replica answered ${kind} (${times} times)`);
}
