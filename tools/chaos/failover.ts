/**
 * The primary of a PostgreSQL pair is killed under load and its standby promoted, over and over. A new
 * standby is built each time. Promotion is ordered at once, so what a failure detector takes comes on top.
 *
 *   node tools/chaos/failover.ts --promotions 25
 *   node tools/chaos/failover.ts --hosts --promotions 5            # DATABASE_URL names both servers
 *   node tools/chaos/failover.ts --asynchronous --promotions 5     # shows what that loses
 */
import { ADMIN_KEY, confirmDatabase, isStopped } from './lib/confirm.ts';
import { handOver } from './lib/callers.ts';
import { startReplicas } from './lib/cluster.ts';
import { readFlags } from './lib/flags.ts';
import { placeOf } from './lib/invariants.ts';
import { BAD_DAY, goWrong, startKombo, writtenByPlace } from './lib/kombo.ts';
import { Ledger } from './lib/ledger.ts';
import { linkNumber, type Link } from './lib/links.ts';
import { startPostgresPair } from './lib/postgres-pair.ts';
import type { Replica } from './lib/replica.ts';
import { seededRandom } from './lib/random.ts';
import { runScenario, tell, type ScenarioResult } from './lib/scenario.ts';
import { spread } from './lib/statistics.ts';
import type { Supervisor } from './lib/supervisor.ts';
import { accidentsOf, judge, judgeResolved, type End, type Verdict } from './lib/verdict.ts';
import { sleep } from './lib/waiting.ts';

const INTEGRATIONS = 40;

const options = readFlags({
  promotions: 25,
  /** Time from when the standby is ready to the next kill, on average, in milliseconds. */
  up: 4_000,
  callers: 8,
  /** Links per second. */
  rate: 40,
  replicas: 3,
  seed: 1,
  /** Network delay between primary and standby, one way, in milliseconds. */
  lag: 0,
  /** `DATABASE_URL` names both servers, instead of one address that leads to the primary. */
  hosts: false,
  /** Longest time without an accepted link, in milliseconds. */
  gap: 5_000,
  /** Commits do not wait for the standby: links are lost, and the scenario checks that this is reported. */
  asynchronous: false,
  /** Commits wait while there is no standby, instead of being on one server only. */
  strict: false,
});

await runScenario('failover', options, run);

async function run(supervisor: Supervisor): Promise<ScenarioResult> {
  const { promotions, up, callers, rate, replicas: count, seed, lag: lagMs } = options;
  const random = seededRandom(seed);
  const sandbox = await startKombo(supervisor, { latencyMs: [60, 600], seed });
  goWrong(sandbox, BAD_DAY);
  const replication = options.asynchronous
    ? 'asynchronous'
    : options.strict
      ? 'strict'
      : 'synchronous';
  const postgres = await startPostgresPair(supervisor, { replication, lagMs });
  const replicas = await startReplicas(supervisor, {
    ...{ count, sandbox },
    env: {
      DATABASE_URL: options.hosts ? postgres.urlOfBoth : postgres.url,
      RESULT_LINKS_ADMIN_KEY: ADMIN_KEY,
    },
  });
  const urls = replicas.map((replica) => replica.url);
  const ledger = new Ledger();
  const over = new AbortController();
  const handingOver = handOver(linksUntil(over.signal), ledger, {
    ...{ urls, callers, perSecond: rate, twice: 0.3, random },
  });

  const promotedMs: number[] = [];
  const rebuiltMs: number[] = [];
  const gapsMs: number[] = [];
  for (let promotion = 1; promotion <= promotions; promotion += 1) {
    await sleep(up * (0.5 + random()));
    promotedMs.push(await postgres.failOver(random() < 0.5 ? 'SIGKILL' : 'SIGQUIT'));
    const startedAt = performance.now();
    await postgres.rebuild();
    rebuiltMs.push(performance.now() - startedAt);
    const gapMs = Math.round(ledger.takeLongestGapMs());
    gapsMs.push(gapMs);
    tell(`promotion ${promotion}, ${ledger.acknowledged.length} acknowledged, gap ${gapMs} ms`);
  }
  await sleep(up);
  over.abort();
  await handingOver;

  tell('promoting and accepting are over');
  const end: End = { apiUrl: urls[0] as string, ledger, sandbox, patienceMs: 300_000 };
  // Lost attempts stop sending until an operator confirms the database.
  if (await isStopped(end.apiUrl)) await confirmDatabase(end.apiUrl, {});
  const verdict = await judge(end);
  const figures = {
    promotions,
    acknowledged: ledger.acknowledged.length,
    answers: ledger.answers,
    gapMs: spread(gapsMs),
    promotedMs: spread(promotedMs),
    rebuiltMs: spread(rebuiltMs),
    states: verdict.states,
    linksPerTarget: verdict.linksPerTarget,
    attempts: sandbox.stats().answers,
  };
  const violations = [
    ...accidentsOf(replicas),
    ...gapsMs.filter((ms) => ms > options.gap).map((ms) => `nothing was accepted for ${ms} ms`),
  ];
  if (replication === 'asynchronous') {
    const losses = lossesOf(end, verdict, replicas);
    return {
      figures: { ...figures, ...losses.figures },
      violations: [...violations, ...losses.violations],
    };
  }
  const resolved = await judgeResolved(end, verdict);
  return {
    figures: { ...figures, ...resolved.figures },
    violations: [...violations, ...resolved.violations],
  };
}

/** What asynchronous replication has lost, and whether every process has reported it. */
function lossesOf(
  { ledger, sandbox }: End,
  { deliveries }: Verdict,
  replicas: readonly Replica[],
): ScenarioResult {
  const written = writtenByPlace(sandbox);
  const lost = ledger.acknowledged.filter(({ id }) => !deliveries.has(id));
  const isWritten = ({ link }: { link: Link }) =>
    written.has(placeOf(link.integration, link.candidate));
  const lines = replicas.map((replica) => replica.logLines());
  const isWarned = (log: Record<string, unknown>[]) =>
    log.some(({ risk }) => risk === 'asynchronous_standby');
  return {
    figures: {
      lost: lost.length,
      lostButWritten: lost.filter(isWritten).length,
      writtenTwice: [...written.values()].filter((count) => count > 1).length,
      lostAttemptsLogged: lines.flat().filter(({ msg }) => String(msg).startsWith('attempt lost'))
        .length,
    },
    violations: replicas
      .filter((_, index) => !isWarned(lines[index] ?? []))
      .map(({ name }) => `${name} did not warn about the asynchronous standby`),
  };
}

function* linksUntil(signal: AbortSignal) {
  for (let index = 0; !signal.aborted; index += 1) yield linkNumber(index, INTEGRATIONS);
}
