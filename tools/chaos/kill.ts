/**
 * kill -9 of random processes under load. PostgreSQL with three replicas, or (`--engine embedded`) one
 * process with the embedded database; an ATS that has a bad day; callers that repeat themselves.
 *
 *   node tools/chaos/kill.ts --engine postgres --accepts 10000 --kills 100
 */
import { handOver } from './lib/callers.ts';
import { startCluster } from './lib/cluster.ts';
import { readFlags } from './lib/flags.ts';
import { killAtRandom } from './lib/killer.ts';
import { BAD_DAY, goWrong, startKombo } from './lib/kombo.ts';
import { Ledger } from './lib/ledger.ts';
import { linkNumber } from './lib/links.ts';
import { seededRandom } from './lib/random.ts';
import { runScenario, tell, type ScenarioResult } from './lib/scenario.ts';
import { spread } from './lib/statistics.ts';
import type { Supervisor } from './lib/supervisor.ts';
import { orphansOf, takeovers } from './lib/takeover.ts';
import { accidentsOf, judge, judgeResolved, type End } from './lib/verdict.ts';

const options = readFlags({
  engine: 'postgres',
  accepts: 10_000,
  kills: 100,
  /** From when the last victim is ready again to the next kill, on average, in milliseconds. */
  every: 5_000,
  callers: 8,
  /** Replicas; with the embedded engine always 1. */
  replicas: 3,
  integrations: 40,
  /** Longest answer of the ATS, in milliseconds; the shortest is a tenth. */
  latency: 600,
  seed: 1,
  /** How long deliveries may take to end when all is over, in milliseconds. */
  patience: 300_000,
});

await runScenario('kill', options, run);

async function run(supervisor: Supervisor): Promise<ScenarioResult> {
  const { accepts, kills, every, callers, integrations, latency, seed } = options;
  const random = seededRandom(seed);
  const latencyMs = [Math.round(latency / 10), latency] as const;
  const sandbox = await startKombo(supervisor, { latencyMs, seed });
  goWrong(sandbox, BAD_DAY);
  const { engine, replicas: count } = options;
  const { replicas, postgres } = await startCluster(supervisor, {
    engine,
    replicas: count,
    sandbox,
  });
  const urls = replicas.map((replica) => replica.url);
  const ledger = new Ledger();
  const links = Array.from({ length: accepts }, (_, index) => linkNumber(index, integrations));
  // Accepting goes on for as long as killing does.
  const perSecond = accepts / ((kills * every) / 1_000);
  const handingOver = handOver(links, ledger, { urls, callers, perSecond, twice: 0.3, random });
  const onKill = (done: number) => {
    if (done % 10 === 0) tell(`${done} kills, ${ledger.acknowledged.length} acknowledged`);
  };
  const [restarts] = await Promise.all([
    killAtRandom(replicas, { kills, everyMs: every, random, onKill }),
    handingOver,
  ]);

  tell('killing and accepting are over');
  const restingSince = Date.now();
  const end: End = { apiUrl: urls[0] as string, ledger, sandbox, patienceMs: options.patience };
  const verdict = await judge(end);
  const restMs = Date.now() - restingSince;
  const processes = (await postgres?.processOfAttempts()) ?? null;
  const orphans = orphansOf(verdict.deliveries.values(), processes);
  const { sinceDeathMs, sinceWitnessMs, broken } = takeovers(
    orphans,
    replicas.flatMap((replica) => replica.lives),
  );
  tell(`${JSON.stringify(verdict.states)}; now resolving what is unknown`);
  const resolved = await judgeResolved(end, verdict);

  return {
    figures: {
      kills,
      acknowledged: ledger.acknowledged.length,
      answers: ledger.answers,
      orphanedAttempts: orphans.length,
      takeoverSinceDeathMs: spread(sinceDeathMs),
      takeoverSinceWitnessMs: spread(sinceWitnessMs),
      restartToReadyMs: spread(restarts),
      restMs,
      ...resolved.figures,
    },
    violations: [...broken, ...accidentsOf(replicas), ...resolved.violations],
  };
}
