/**
 * A slow ATS with a great many links waiting: nobody else may feel it. Links for other integrations start
 * at once, lists and health answer quickly, accepting goes on at its pace, memory does not grow.
 *
 *   node tools/chaos/fairness.ts --waiting 100000
 */
import type { Sandbox } from '@result-links/kombo-sandbox';
import { handOver } from './lib/callers.ts';
import { startCluster } from './lib/cluster.ts';
import { readFlags } from './lib/flags.ts';
import { call } from './lib/http.ts';
import { startKombo } from './lib/kombo.ts';
import { Ledger } from './lib/ledger.ts';
import { acknowledgedId, integrationNumber, submit, type Link } from './lib/links.ts';
import type { Replica } from './lib/replica.ts';
import { runScenario, tell, type ScenarioResult } from './lib/scenario.ts';
import { percentile, spread } from './lib/statistics.ts';
import type { Supervisor } from './lib/supervisor.ts';
import { accidentsOf } from './lib/verdict.ts';
import { sleep, until } from './lib/waiting.ts';

const SLOW = integrationNumber(0);
/** A link for an integration that has nothing else to do starts within this time. */
const START_LIMIT_MS = 2_000;
/** Medians of list, show and health. */
const READ_LIMIT_MS = 100;

const options = readFlags({
  /** Links that wait for the slow integration. */
  waiting: 100_000,
  engine: 'postgres',
  callers: 16,
  /** By how much accepting may become slower, as a share. */
  slower: 0.2,
  /** By how many megabytes the process may grow between a tenth of the backlog and all of it. */
  growth: 150,
  /** Accepts that are timed one after the other, before and with the backlog. */
  probes: 400,
});

await runScenario('fairness', options, run);

async function run(supervisor: Supervisor): Promise<ScenarioResult> {
  const { waiting, engine, probes } = options;
  const sandbox = await startKombo(supervisor, {});
  sandbox.script({ integration: SLOW, latencyMs: [4_000, 8_000], fault: 'none' });
  const { replicas } = await startCluster(supervisor, { engine, replicas: 1, sandbox });
  const api = replicas[0] as Replica;
  const ids: string[] = [];

  await fill(api, 'warm', 500);
  const acceptBefore = await timeAccepts(api, 'before', probes, ids);
  await fill(api, 'first', Math.round(waiting / 10));
  const rssAtATenth = api.residentMegabytes();
  const startedAt = performance.now();
  await fill(api, 'rest', waiting - Math.round(waiting / 10));
  const fillSeconds = (performance.now() - startedAt) / 1_000;
  const rssWithAll = api.residentMegabytes();
  tell(`${waiting} links wait`);

  const acceptWith = await timeAccepts(api, 'with', probes, ids);
  const startsMs = await timeStarts(api, sandbox, 20);
  const listMs = await timeReads(50, () => `${api.url}/v1/deliveries?limit=50`);
  const filteredMs = await timeReads(50, () => {
    return `${api.url}/v1/deliveries?limit=50&state=queued&integration_id=${encodeURIComponent(SLOW)}`;
  });
  const showMs = await timeReads(50, (index) => `${api.url}/v1/deliveries/${ids[index]}`);
  const healthMs = await timeReads(50, () => `${api.url}/health/ready`);

  const slower = median(acceptWith) / median(acceptBefore) - 1;
  const reads = { list: listMs, filteredList: filteredMs, show: showMs, health: healthMs };
  return {
    figures: {
      waiting,
      fillPerSecond: Math.round((waiting * 0.9) / fillSeconds),
      otherIntegrationStartsMs: spread(startsMs),
      acceptBeforeMs: spread(acceptBefore),
      acceptWithBacklogMs: spread(acceptWith),
      acceptSlowerBy: Math.round(slower * 100) / 100,
      ...Object.fromEntries(Object.entries(reads).map(([name, ms]) => [`${name}Ms`, spread(ms)])),
      rssAtATenthMb: rssAtATenth,
      rssWithAllMb: rssWithAll,
      writtenMeanwhile: sandbox.stats().written,
    },
    violations: [
      ...accidentsOf(replicas),
      ...startsMs
        .filter((ms) => ms > START_LIMIT_MS)
        .map((ms) => `a link for another integration started after ${Math.round(ms)} ms`),
      ...Object.entries(reads)
        .filter(([, ms]) => median(ms) > READ_LIMIT_MS)
        .map(([name, ms]) => `${name}: median ${Math.round(median(ms))} ms`),
      ...(slower > options.slower ? [`accepting is ${Math.round(slower * 100)} % slower`] : []),
      ...(rssWithAll - rssAtATenth > options.growth
        ? [`memory grew from ${rssAtATenth} to ${rssWithAll} MB`]
        : []),
    ],
  };
}

/** Links for the slow integration, as fast as they are taken. @throws Error when one is not */
async function fill(api: Replica, run: string, count: number): Promise<void> {
  const ledger = new Ledger();
  const links = (function* () {
    for (let index = 0; index < count; index += 1) yield slowLink(run, index);
  })();
  const { callers } = options;
  const settings = { urls: [api.url], callers, perSecond: 0, twice: 0, random: Math.random };
  await handOver(links, ledger, settings);
  const taken = ledger.acknowledged.length;
  if (taken !== count)
    throw new Error(`${taken} of ${count} accepted: ${JSON.stringify(ledger.answers)}`);
}

/** Accepts links for the slow integration one after the other; milliseconds each. */
async function timeAccepts(api: Replica, run: string, count: number, ids: string[]) {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const answer = await submit(api.url, slowLink(`probe-${run}`, index));
    const id = acknowledgedId(answer);
    if (id === null) throw new Error(`not accepted: ${answer.status} ${answer.text}`);
    ids.push(id);
    times.push(answer.durationMs);
  }
  return times;
}

/** How long after its acceptance a link for an integration of its own reaches Kombo; milliseconds each. */
async function timeStarts(api: Replica, sandbox: Sandbox, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let index = 1; index <= count; index += 1) {
    const integration = integrationNumber(index);
    const link = { integration, candidate: `candidate-1~other${index}`, key: null };
    await submit(api.url, link);
    const acceptedAt = Date.now();
    const [received] = await until(
      'a link of another integration starts',
      { timeoutMs: 60_000 },
      () => {
        const found = sandbox.received({ integration });
        return found.length > 0 && found;
      },
    );
    times.push(Math.max(0, Date.parse(received?.at ?? '') - acceptedAt));
    await sleep(100);
  }
  return times;
}

async function timeReads(count: number, url: (index: number) => string): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const answer = await call({ url: url(index) });
    if (answer.status !== 200) throw new Error(`${url(index)}: ${answer.status} ${answer.text}`);
    times.push(answer.durationMs);
  }
  return times;
}

function slowLink(run: string, index: number): Link {
  return { integration: SLOW, candidate: `candidate-1~${run}${index}`, key: null };
}

function median(values: readonly number[]): number {
  return percentile(values, 0.5) ?? 0;
}
