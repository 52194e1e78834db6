/**
 * Integrations whose ATS accepts the request and never answers, beside one that is well: it may not feel
 * them, however many they are and however well they were a minute ago. The time until a request is sent is
 * taken from the sandbox's record of its arrival.
 *
 *   node tools/chaos/isolation.ts --hanging 200 --links 200 --replicas 3
 */
import { acceptBatch } from './lib/batch.ts';
import { startCluster } from './lib/cluster.ts';
import { untilAllEnded } from './lib/deliveries.ts';
import { readFlags } from './lib/flags.ts';
import { call } from './lib/http.ts';
import { startKombo } from './lib/kombo.ts';
import { acknowledgedId, integrationNumber, submit, type Link } from './lib/links.ts';
import { METRICS_TOKEN, readMetric } from './lib/metrics.ts';
import type { Replica } from './lib/replica.ts';
import { runScenario, tell, type ScenarioResult } from './lib/scenario.ts';
import { percentile, spread } from './lib/statistics.ts';
import type { Supervisor } from './lib/supervisor.ts';
import { accidentsOf } from './lib/verdict.ts';
import { sleep, until } from './lib/waiting.ts';

const HEALTHY = integrationNumber(0);
/** The longest that a link of the healthy integration is waited for. */
const PATIENCE_MS = 10_000;
/** A window of 30 is earned by so many deliveries: 10 + 11 + … + 29. */
const LINKS_TO_EARN_A_WINDOW = 390;

const options = readFlags({
  /** Integrations that hang. */
  hanging: 200,
  /** Links for each of them. */
  links: 200,
  /** How many of them are well at first and earn a window of 30. */
  earned: 20,
  /** Links for the healthy integration, one a second. */
  probes: 60,
  /** 99th percentile of the milliseconds from accepting a link of the healthy integration to its arrival. */
  limit: 250,
  replicas: 1,
  engine: 'postgres',
  /** RESULT_LINKS_CONCURRENCY; 0: the default. */
  concurrency: 0,
  /** Megabytes that a process may have resident. */
  megabytes: 1_000,
});

await runScenario('isolation', options, run);

async function run(supervisor: Supervisor): Promise<ScenarioResult> {
  const { hanging, links, earned, engine, concurrency } = options;
  const sandbox = await startKombo(supervisor, { concurrencyLimit: 30 });
  const { replicas } = await startCluster(supervisor, {
    ...{ engine, replicas: options.replicas, sandbox },
    env: {
      RESULT_LINKS_METRICS_TOKEN: METRICS_TOKEN,
      ...(concurrency > 0 && { RESULT_LINKS_CONCURRENCY: String(concurrency) }),
    },
  });
  const [api] = replicas as [Replica];
  const urls = replicas.map(({ url }) => url);
  const integrations = Array.from({ length: hanging }, (_, index) => integrationNumber(index + 1));

  await acceptBatch(
    api.url,
    linksFor('well', integrations.slice(0, earned), LINKS_TO_EARN_A_WINDOW),
  );
  await untilAllEnded(api.url, 300_000);
  const idleMegabytes = replicas.map((replica) => replica.residentMegabytes());
  for (const integration of integrations) sandbox.script({ integration, fault: 'hang' });
  tell(`${earned} integrations have earned their window; now ${hanging} hang`);
  await acceptBatch(api.url, linksFor('hanging', integrations, links));
  tell(`${hanging * links} links are accepted`);

  const acceptedAt = new Map<string, number>();
  const acceptsMs: number[] = [];
  for (let probe = 0; probe < options.probes; probe += 1) {
    const pause = sleep(1_000);
    const link = { integration: HEALTHY, candidate: `candidate-1~probe${probe}`, key: null };
    const answer = await submit(urls[probe % urls.length] as string, link);
    if (acknowledgedId(answer) === null) throw new Error(`not accepted: ${answer.text}`);
    acceptedAt.set(link.candidate, Date.now());
    acceptsMs.push(answer.durationMs);
    await pause;
  }
  const arrivals = await until('all probes arrive', { timeoutMs: PATIENCE_MS }, () => {
    const received = sandbox.received({ integration: HEALTHY });
    return received.length >= options.probes && received;
  }).catch(() => sandbox.received({ integration: HEALTHY }));
  const startsMs = arrivals.map(({ at, target }) =>
    Math.max(0, Date.parse(at) - (acceptedAt.get(target.id) as number)),
  );

  const megabytes = replicas.map((replica) => replica.residentMegabytes());
  const openCalls = sandbox.received().filter(({ answer }) => answer === null).length;
  const metric = (name: string) => readMetric(api.url, name);
  const p99 = percentile(startsMs, 0.99) ?? Infinity;
  return {
    figures: {
      startsMs: spread(startsMs),
      acceptsMs: spread(acceptsMs),
      neverStarted: options.probes - startsMs.length,
      openCalls,
      idleMegabytes,
      megabytes,
      kilobytesPerOpenCall: Math.round((1_024 * (sum(megabytes) - sum(idleMegabytes))) / openCalls),
      ready: JSON.parse((await call({ url: `${api.url}/health/ready` })).text),
      oldestStartableSeconds: await metric('result_links_queue_oldest_startable_seconds'),
    },
    violations: [
      ...accidentsOf(replicas),
      ...(startsMs.length < options.probes
        ? [`${options.probes - startsMs.length} links of the healthy integration have not started`]
        : []),
      ...(p99 > options.limit ? [`a link of the healthy integration starts after ${p99} ms`] : []),
      ...megabytes
        .filter((mb) => mb > options.megabytes)
        .map((mb) => `a process has ${mb} MB resident`),
    ],
  };
}

function* linksFor(run: string, integrations: readonly string[], each: number): Iterable<Link> {
  for (let index = 0; index < each; index += 1) {
    for (const [number, integration] of integrations.entries()) {
      yield { integration, candidate: `candidate-1~${run}${number}-${index}`, key: null };
    }
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
