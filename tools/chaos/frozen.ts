/**
 * The route to the database is lost without a FIN, under load, and comes back, over and over: no byte passes,
 * and no connection is ended. Every second time the connections of before stay dead.
 *
 *   node tools/chaos/frozen.ts --freezes 6
 */
// The same proxy as in the specs of persistence; nothing of the service is imported.
// eslint-disable-next-line @nx/enforce-module-boundaries
import { openTcpProxy, type TcpProxy } from '../../libs/persistence/src/testing/tcp-proxy.ts';
import { handOver } from './lib/callers.ts';
import { startReplicas } from './lib/cluster.ts';
import { readFlags } from './lib/flags.ts';
import { call } from './lib/http.ts';
import { BAD_DAY, goWrong, startKombo } from './lib/kombo.ts';
import { Ledger } from './lib/ledger.ts';
import { acknowledgedId, linkNumber, submit, type Link } from './lib/links.ts';
import { startPostgres } from './lib/postgres.ts';
import { seededRandom } from './lib/random.ts';
import type { Replica } from './lib/replica.ts';
import { runScenario, tell, type ScenarioResult } from './lib/scenario.ts';
import { spread } from './lib/statistics.ts';
import type { Supervisor } from './lib/supervisor.ts';
import { accidentsOf, judgeResolved } from './lib/verdict.ts';
import { sleep, until } from './lib/waiting.ts';

const INTEGRATIONS = 40;
/** Its ATS takes so long that callers still wait for it when the route is lost. */
const SLOW_INTEGRATION = 'workday:sandbox-healthy~slow';
const SLOW_MS = 20_000;
/**
 * What is dead for the service lives on for the server, which nobody tells. Connections of before stay to the end,
 * those that did not get as far as signing on for a minute by default.
 */
const ROOM_FOR_DEAD = { max_connections: '500', authentication_timeout: '5s' };
/** An answer that takes longer is none. */
const PATIENCE_MS = 60_000;

const options = readFlags({
  freezes: 6,
  /** How long the route is lost at least, in milliseconds; longer while a replica says that it is ready. */
  frozen: 12_000,
  /** How long the route is there between two freezes, in milliseconds. */
  up: 8_000,
  callers: 8,
  /** Links per second. */
  rate: 40,
  replicas: 3,
  seed: 1,
  /** Longest time to the answer to a caller, in milliseconds. */
  answer: 10_000,
  /** Longest time to the answer of readiness, in milliseconds. */
  probe: 2_000,
  /** Longest time until readiness turns 503, in milliseconds. */
  turn: 10_000,
  /** Longest time from the route's return until a replica is ready, in milliseconds. */
  back: 5_000,
});

await runScenario('frozen', options, run);

/** What was measured, in milliseconds. */
interface Times {
  answerMs: number[];
  probeMs: number[];
  turnMs: number[];
  backMs: number[];
}

async function run(supervisor: Supervisor): Promise<ScenarioResult> {
  const { freezes, up, callers, rate, replicas: count, seed } = options;
  const random = seededRandom(seed);
  const sandbox = await startKombo(supervisor, { latencyMs: [60, 600], seed });
  sandbox.script({ integration: SLOW_INTEGRATION, fault: 'none', latencyMs: SLOW_MS });
  goWrong(sandbox, BAD_DAY);
  const postgres = await startPostgres(supervisor, ROOM_FOR_DEAD);
  const url = new URL(postgres.url);
  const proxy = await openTcpProxy(Number(url.port));
  supervisor.deferLast(() => void proxy.close());
  url.port = String(proxy.port);
  const env = { DATABASE_URL: url.href };
  const replicas = await startReplicas(supervisor, { count, sandbox, env });
  const urls = replicas.map((replica) => replica.url);
  const ledger = new Ledger();
  const over = new AbortController();
  const handingOver = handOver(linksUntil(over.signal), ledger, {
    ...{ urls, callers, perSecond: rate, twice: 0.3, random },
  });

  const times: Times = { answerMs: [], probeMs: [], turnMs: [], backMs: [] };
  const meanwhile = new Ledger();
  const waiters: Promise<void>[] = [];
  const isSent = ({ integration, candidate }: Link) =>
    sandbox.received({ integration, target: candidate }).length > 0;
  for (let freeze = 1; freeze <= freezes; freeze += 1) {
    await sleep(up);
    const links = replicas.map((replica) => waitingLink(`${freeze}-${replica.name}`));
    waiters.push(
      ...links.map((link, index) => handOverAndWait(urls[index]!, link, { ledger, isSent })),
    );
    // Once it is sent, it is certainly kept.
    await until('links to wait for are sent', { timeoutMs: PATIENCE_MS }, () =>
      links.every(isSent),
    );
    await oneFreeze(proxy, replicas, { times, meanwhile, isStateLost: freeze % 2 === 0 });
    tell(`freeze ${freeze}, ${ledger.acknowledged.length} acknowledged`);
  }
  await sleep(up);
  over.abort();
  await Promise.all([handingOver, ...waiters]);

  tell('freezing and accepting are over');
  const apiUrl = urls[0] as string;
  const end = await judgeResolved({ apiUrl, ledger, sandbox, patienceMs: 300_000 });
  return {
    figures: {
      freezes,
      acknowledged: ledger.acknowledged.length,
      answers: ledger.answers,
      answersWhileFrozen: meanwhile.answers,
      ...spreads(times),
      ...end.figures,
    },
    violations: [
      ...accidentsOf(replicas),
      ...brokenWhileFrozen(meanwhile.answers),
      ...tooSlow(times.answerMs, options.answer, 'a caller was answered after'),
      ...tooSlow(times.probeMs, options.probe, 'readiness answered after'),
      ...tooSlow(times.turnMs, options.turn, 'a replica said that it was not ready only after'),
      ...tooSlow(times.backMs, options.back, 'a replica was ready again only after'),
      ...end.violations,
    ],
  };
}

/** One spell without a route: all replicas are asked all the time, until every one has said that it is not ready. */
async function oneFreeze(
  proxy: TcpProxy,
  replicas: readonly Replica[],
  { times, meanwhile, isStateLost }: { times: Times; meanwhile: Ledger; isStateLost: boolean },
): Promise<void> {
  const startedAt = performance.now();
  proxy.freeze();
  let turned = 0;
  const isOver = () => {
    const ms = performance.now() - startedAt;
    return ms > PATIENCE_MS || (ms > options.frozen && turned === replicas.length);
  };
  const probe = async ({ url }: Replica) => {
    for (let hasTurned = false; !isOver();) {
      const answer = await call({ url: `${url}/health/ready`, timeoutMs: PATIENCE_MS });
      times.probeMs.push(answer.durationMs);
      if (answer.status === 503 && !hasTurned) {
        hasTurned = true;
        turned += 1;
        times.turnMs.push(performance.now() - startedAt);
      } else if (answer.status !== 503 && hasTurned) meanwhile.count('ready again');
      await sleep(100);
    }
  };
  const ask = async ({ url }: Replica) => {
    for (let index = 0; !isOver(); index += 1) {
      const link = { ...linkNumber(index, INTEGRATIONS, 'never-'), key: null };
      const answer = await submit(url, link, { timeoutMs: PATIENCE_MS });
      times.answerMs.push(answer.durationMs);
      meanwhile.count(answer.status);
      await sleep(50);
    }
  };
  await Promise.all(replicas.flatMap((replica) => [probe(replica), ask(replica), ask(replica)]));
  if (turned < replicas.length) meanwhile.count('ready');
  proxy.thaw(isStateLost);
  const backAt = performance.now();
  await Promise.all(
    replicas.map(async (replica) => {
      await replica.untilReady();
      times.backMs.push(performance.now() - backAt);
    }),
  );
}

/** Hands over until it is kept, and waits for the outcome as the official SDK does. */
async function handOverAndWait(
  url: string,
  link: Link,
  { ledger, isSent }: { ledger: Ledger; isSent: (link: Link) => boolean },
): Promise<void> {
  for (;;) {
    const answer = await submit(url, link, { prefer: null, timeoutMs: 300_000 });
    const id = acknowledgedId(answer);
    ledger.count(`${answer.status} to who waited`);
    if (id !== null) return ledger.acknowledge(link, id);
    const { status, text } = answer;
    if (status !== 503 || isSent(link))
      return ledger.count(`unexpected ${status} for a kept link ${text}`);
    await sleep(100);
  }
}

function waitingLink(name: string): Link {
  return { integration: SLOW_INTEGRATION, candidate: `candidate-1~${name}`, key: name };
}

function* linksUntil(signal: AbortSignal) {
  for (let index = 0; !signal.aborted; index += 1) yield linkNumber(index, INTEGRATIONS);
}

function brokenWhileFrozen(answers: Readonly<Record<string, number>>): string[] {
  return Object.entries(answers)
    .filter(([kind]) => kind !== '503')
    .map(([kind, times]) => `without a route a replica answered ${kind} (${times} times)`);
}

function tooSlow(values: readonly number[], longestMs: number, what: string): string[] {
  return values.filter((ms) => ms > longestMs).map((ms) => `${what} ${Math.round(ms)} ms`);
}

function spreads(times: Times): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(times).map(([name, ms]) => [name, spread(ms as number[])]),
  );
}
