/**
 * `kill -9` in fast traffic: attempts whose intent is committed and whose request never left are `unknown`
 * for nothing, so there may only be a handful. What left is taken from the sandbox's record.
 *
 *   node tools/chaos/unsent.ts --kills 20 --upstream hangs
 */
import type { Sandbox } from '@result-links/kombo-sandbox';
import { acceptBatch } from './lib/batch.ts';
import { hasAnyIn, listIds, showDeliveries } from './lib/deliveries.ts';
import { readFlags } from './lib/flags.ts';
import { komboEnvironment, startKombo } from './lib/kombo.ts';
import { linkNumber, type Link } from './lib/links.ts';
import { startPostgres } from './lib/postgres.ts';
import { Replica } from './lib/replica.ts';
import { runScenario, tell, type ScenarioResult } from './lib/scenario.ts';
import type { Supervisor } from './lib/supervisor.ts';
import { sleep, until } from './lib/waiting.ts';

const options = readFlags({
  kills: 10,
  /** Links that arrive before a kill, at least; up to twice as many. */
  links: 500,
  integrations: 50,
  /** Milliseconds that the ATS takes for a link. */
  latency: 20,
  /** `answers` until the kill, or `hangs` for the last second before it. */
  upstream: 'answers',
  /** Attempts that one kill may leave `unknown` and never sent. */
  limit: 16,
});

await runScenario('unsent', options, run);

async function run(supervisor: Supervisor): Promise<ScenarioResult> {
  const sandbox = await startKombo(supervisor, { latencyMs: options.latency });
  const { api, worker } = await startService(supervisor, sandbox);
  const unsent: number[] = [];
  const perSecond: number[] = [];
  const seen = new Set<string>();
  for (let kill = 1; kill <= options.kills; kill += 1) {
    await acceptBatch(api.url, linksFor(kill));
    sandbox.reset();
    worker.start();
    perSecond.push(await killInTraffic(worker, sandbox));
    await sleep(500); // what is on the wire arrives
    const arrived = new Set(sandbox.received().map(({ target }) => target.id));
    sandbox.reset();
    worker.start();
    const unknown = await unknownTargets(api, seen);
    await worker.stop();
    unsent.push(unknown.filter((target) => !arrived.has(target)).length);
    tell(`kill ${kill} at ${perSecond.at(-1)} a second: ${unsent.at(-1)} unknown and never sent`);
  }
  return {
    figures: { neverSent: unsent, perSecond, unknown: seen.size },
    violations: unsent
      .filter((count) => count > options.limit)
      .map((count) => `${count} attempts are unknown and were never sent`),
  };
}

/** One API that only accepts, and a worker that is killed. */
async function startService(supervisor: Supervisor, sandbox: Sandbox) {
  const postgres = await startPostgres(supervisor);
  const env = { DATABASE_URL: postgres.url, ...komboEnvironment(sandbox) };
  const api = await Replica.create(supervisor, {
    ...{ name: 'api', app: 'api' },
    env: { ...env, RESULT_LINKS_WORKER: 'off' },
  });
  const worker = await Replica.create(supervisor, { name: 'worker', app: 'worker', env });
  api.start();
  await api.untilReady();
  return { api, worker };
}

/** More links than arrive before the kill. */
function linksFor(kill: number): Link[] {
  const { links, integrations } = options;
  return Array.from({ length: 4 * links }, (_, n) => linkNumber(n, integrations, `kill${kill}-`));
}

/** Returns how many links a second arrived until the kill. */
async function killInTraffic(worker: Replica, sandbox: Sandbox): Promise<number> {
  const arrived = () => sandbox.stats().requests;
  const patience = { timeoutMs: 60_000, everyMs: 5 };
  await until('the first links arrive', patience, () => arrived() > 0);
  const startedAt = performance.now();
  const wanted = options.links * (1 + Math.random());
  await until('links arrive', patience, () => arrived() > wanted);
  const seconds = (performance.now() - startedAt) / 1_000;
  if (options.upstream === 'hangs') {
    sandbox.script({ fault: 'hang' });
    await sleep(1_000);
  }
  await worker.kill();
  return Math.round(wanted / seconds);
}

/** Waits until the attempts of the killed process are closed; the targets of those that are unknown since. */
async function unknownTargets(api: Replica, seen: Set<string>): Promise<string[]> {
  const patience = { timeoutMs: 180_000, everyMs: 500 };
  await until('nothing is open', patience, async () => {
    return !(await hasAnyIn(api.url, ['queued', 'delivering', 'retrying']));
  });
  const unknown = (await listIds(api.url, ['unknown'])).filter((id) => !seen.has(id));
  unknown.forEach((id) => seen.add(id));
  return [...(await showDeliveries(api.url, unknown)).values()].map(({ target }) => target.id);
}
