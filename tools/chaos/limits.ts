/**
 * Limits across processes. First: four workers with room for 20 attempts each, one integration, a Kombo
 * that enforces 30 writes in flight and a rate; it must never have to refuse for the former. Then: a
 * configured rate, which must be exact.
 *
 *   node tools/chaos/limits.ts --links 3000 --seconds 30
 */
import type { Sandbox } from '@result-links/kombo-sandbox';
import { handOver } from './lib/callers.ts';
import { listIds, showDeliveries, untilAllEnded } from './lib/deliveries.ts';
import { readFlags } from './lib/flags.ts';
import { komboEnvironment, startKombo } from './lib/kombo.ts';
import { Ledger } from './lib/ledger.ts';
import { linkNumber } from './lib/links.ts';
import { startPostgres } from './lib/postgres.ts';
import { Replica } from './lib/replica.ts';
import { runScenario, tell, type ScenarioResult } from './lib/scenario.ts';
import { mostInAnyWindow } from './lib/statistics.ts';
import type { Supervisor } from './lib/supervisor.ts';
import { accidentsOf } from './lib/verdict.ts';

const CONCURRENCY_LIMIT = 30;

const options = readFlags({
  workers: 4,
  /** Attempts under way at once per worker. */
  concurrency: 20,
  /** Links of the first part. */
  links: 3_000,
  /** What Kombo allows in 10 s. */
  allowance: 1_000,
  /** The configured rate of the second part, per second. */
  rate: 10,
  /** How long the second part takes. */
  seconds: 30,
});

await runScenario('limits', options, async (supervisor) => {
  const cap = await capOfKombo(supervisor);
  const rate = await configuredRate(supervisor);
  return {
    figures: { ...cap.figures, ...rate.figures },
    violations: [...cap.violations, ...rate.violations],
  };
});

async function capOfKombo(supervisor: Supervisor): Promise<ScenarioResult> {
  const sandbox = await startKombo(supervisor, {
    concurrencyLimit: CONCURRENCY_LIMIT,
    rateLimit: { limit: options.allowance, windowSeconds: 10 },
    latencyMs: [50, 250],
  });
  const service = await startService(supervisor, sandbox);
  const seconds = await drain(service.api, options.links);
  await end(service);
  const { answers, maxInFlight, written } = sandbox.stats();
  const refused = answers['429 PLATFORM.CONCURRENCY_LIMIT_EXCEEDED'] ?? 0;
  return {
    figures: {
      capAnswers: answers,
      capMostInFlight: maxInFlight,
      capWritten: written,
      capWrittenPerSecond: Math.round(written / seconds),
    },
    violations: [
      ...accidentsOf([service.api, ...service.workers]),
      ...(refused > 0 ? [`Kombo refused ${refused} times: too many in flight`] : []),
      ...(written === options.links ? [] : [`${written} of ${options.links} links are written`]),
    ],
  };
}

async function configuredRate(supervisor: Supervisor): Promise<ScenarioResult> {
  const { rate, seconds } = options;
  const sandbox = await startKombo(supervisor, { latencyMs: [50, 250] });
  const service = await startService(supervisor, sandbox, { RESULT_LINKS_RATE: `${rate}/s` });
  const links = rate * seconds;
  const took = await drain(service.api, links);
  const deliveries = await showDeliveries(service.api.url, await listIds(service.api.url));
  await end(service);
  const starts = [...deliveries.values()].flatMap(({ attempts }) =>
    attempts.map((attempt) => Date.parse(attempt.started_at)),
  );
  const arrivals = sandbox.received().map(({ at }) => Date.parse(at));
  // One that is due at the very start of the window, and one at its very end.
  const bound = rate + 1;
  const most = mostInAnyWindow(starts, 1_000);
  return {
    figures: {
      rateStartsInAnySecond: most,
      rateBound: bound,
      rateArrivalsInAnySecond: mostInAnyWindow(arrivals, 1_000),
      rateMeanPerSecond: Math.round((links / took) * 100) / 100,
    },
    violations: [
      ...accidentsOf([service.api, ...service.workers]),
      ...(most > bound ? [`${most} attempts started within a second, ${bound} are allowed`] : []),
    ],
  };
}

/** One API that only accepts, and workers that only deliver. */
interface Service {
  api: Replica;
  workers: Replica[];
}

async function startService(
  supervisor: Supervisor,
  sandbox: Sandbox,
  env: Record<string, string> = {},
): Promise<Service> {
  const postgres = await startPostgres(supervisor);
  const common = { DATABASE_URL: postgres.url, ...komboEnvironment(sandbox), ...env };
  const api = await Replica.create(supervisor, {
    name: 'api',
    app: 'api',
    env: { ...common, RESULT_LINKS_WORKER: 'off' },
  });
  const workers: Replica[] = [];
  for (let index = 1; index <= options.workers; index += 1) {
    workers.push(
      await Replica.create(supervisor, {
        name: `worker-${index}`,
        app: 'worker',
        env: { ...common, RESULT_LINKS_CONCURRENCY: String(options.concurrency) },
      }),
    );
  }
  [api, ...workers].forEach((replica) => replica.start());
  await Promise.all([api, ...workers].map((replica) => replica.untilReady()));
  return { api, workers };
}

/** Hands links for one integration over and waits until they are delivered. Returns seconds. */
async function drain(api: Replica, count: number): Promise<number> {
  const startedAt = performance.now();
  const links = Array.from({ length: count }, (_, index) => linkNumber(index, 1));
  const ledger = new Ledger();
  const urls = [api.url];
  const random = Math.random;
  await handOver(links, ledger, { urls, callers: 8, perSecond: 0, twice: 0, random });
  await untilAllEnded(api.url, 600_000);
  const seconds = (performance.now() - startedAt) / 1_000;
  tell(`${count} links delivered in ${Math.round(seconds)} s`);
  return seconds;
}

async function end({ api, workers }: Service): Promise<void> {
  await Promise.all([api, ...workers].map((replica) => replica.stop()));
}
