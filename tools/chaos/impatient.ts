/**
 * An ATS that takes its time, and callers that give up after a second and ask again, with and without an
 * Idempotency-Key: one link, one delivery.
 *
 *   node tools/chaos/impatient.ts --latency 60000 --links 40
 */
import { startCluster } from './lib/cluster.ts';
import { readFlags } from './lib/flags.ts';
import { NoAnswerError } from './lib/http.ts';
import { startKombo } from './lib/kombo.ts';
import { Ledger } from './lib/ledger.ts';
import { acknowledgedId, linkNumber, submit, type Link } from './lib/links.ts';
import { runScenario, tell, type ScenarioResult } from './lib/scenario.ts';
import type { Supervisor } from './lib/supervisor.ts';
import { accidentsOf, judge } from './lib/verdict.ts';
import { inParallel } from './lib/waiting.ts';

const PATIENCE_MS = 1_000;

const options = readFlags({
  /** Longest answer of the ATS, in milliseconds; the shortest is half of it. */
  latency: 60_000,
  links: 40,
  engine: 'postgres',
  replicas: 2,
});

await runScenario('impatient', options, run);

async function run(supervisor: Supervisor): Promise<ScenarioResult> {
  const { latency, links: count, engine, replicas: replicaCount } = options;
  const latencyMs = [Math.round(latency / 2), latency] as const;
  const sandbox = await startKombo(supervisor, { latencyMs });
  const { replicas } = await startCluster(supervisor, { engine, replicas: replicaCount, sandbox });
  const ledger = new Ledger();
  const links = Array.from({ length: count }, (_, index): Link => {
    const link = linkNumber(index, 4);
    // Every other caller relies on the content being the same.
    return index % 2 === 0 ? link : { ...link, key: null };
  });
  const urls = replicas.map((replica) => replica.url);
  await inParallel(links, count, (link) => askUntilDelivered(link, urls, latency, ledger));
  tell('every caller has its answer');
  const apiUrl = urls[0] as string;
  const verdict = await judge({ apiUrl, ledger, sandbox, patienceMs: 60_000 });
  const attempts = [...verdict.deliveries.values()].map((delivery) => delivery.attempts.length);
  return {
    figures: {
      acknowledged: ledger.acknowledged.length,
      answers: ledger.answers,
      states: verdict.states,
      linksPerTarget: verdict.linksPerTarget,
      mostAttempts: Math.max(...attempts),
    },
    violations: [
      ...verdict.violations,
      ...accidentsOf(replicas),
      ...(ledger.acknowledged.length === count ? [] : ['not every caller got its answer']),
      ...(attempts.every((number) => number === 1) ? [] : ['a delivery has a second attempt']),
    ],
  };
}

async function askUntilDelivered(
  link: Link,
  urls: readonly string[],
  latency: number,
  ledger: Ledger,
): Promise<void> {
  const givesUpAt = performance.now() + latency * 2 + 30_000;
  for (let round = 0; performance.now() < givesUpAt; round += 1) {
    const url = urls[round % urls.length] as string;
    try {
      const answer = await submit(url, link, { prefer: null, timeoutMs: PATIENCE_MS });
      ledger.count(answer.status);
      const id = acknowledgedId(answer);
      if (id === null) return ledger.count(`unexpected ${answer.status} ${answer.text}`);
      ledger.acknowledge(link, id);
      if (answer.status === 200) return;
    } catch (error) {
      if (!(error instanceof NoAnswerError)) throw error;
      ledger.count(error.code);
    }
  }
  ledger.count('unexpected: never delivered');
}
