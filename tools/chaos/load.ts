/**
 * Callers that send without a pause for minutes: what is accepted per second, how long that takes, and
 * whether the memory of the service stays what it is.
 *
 *   node tools/chaos/load.ts --seconds 600 --connections 64
 */
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCluster } from './lib/cluster.ts';
import { readFlags } from './lib/flags.ts';
import { startKombo } from './lib/kombo.ts';
import { API_KEY, type Replica } from './lib/replica.ts';
import { runScenario, tell, type ScenarioResult } from './lib/scenario.ts';
import { spread } from './lib/statistics.ts';
import type { Supervisor } from './lib/supervisor.ts';
import { accidentsOf } from './lib/verdict.ts';

/** Integrations that the links are spread over, so that the pace of one is no limit. */
const INTEGRATIONS = 50;
/** How many latencies are kept for the percentiles: every so many-th. */
const SAMPLE_ONE_IN = 7;
/** By how much the last third of the run may need more memory than the second. */
const GROWTH_ALLOWED = 1.1;

const options = readFlags({
  seconds: 600,
  connections: 64,
  engine: 'postgres',
  /** `on`: the process delivers as well. `off`: it only accepts. */
  worker: 'on',
});

/** What was measured, while it goes on. */
interface Progress {
  accepted: number;
  refused: Record<string, number>;
  latenciesMs: number[];
  megabytes: number[];
  perMinute: number[];
}

await runScenario('load', options, run);

async function run(supervisor: Supervisor): Promise<ScenarioResult> {
  const { seconds, connections, engine, worker } = options;
  // What it remembers is the memory of this process, not of the service.
  const sandbox = await startKombo(supervisor, { maxReceived: 1_000 });
  const { replicas } = await startCluster(supervisor, {
    ...{ engine, sandbox, replicas: 1 },
    env: { RESULT_LINKS_WORKER: worker },
  });
  const [replica] = replicas;
  if (replica === undefined) throw new Error('no replica');
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  supervisor.defer(async () => agent.destroy());

  const progress: Progress = {
    ...{ accepted: 0, refused: {}, latenciesMs: [], megabytes: [], perMinute: [] },
  };
  const endsAt = performance.now() + seconds * 1_000;
  const callers = Array.from({ length: connections }, (_, caller) =>
    sendUntil(endsAt, caller, replica.url, agent, progress),
  );
  await Promise.all([watch(endsAt, replica, progress), ...callers]);

  const { accepted, refused, megabytes, perMinute } = progress;
  const third = Math.floor(megabytes.length / 3);
  const [second, last] = [megabytes.slice(third, 2 * third), megabytes.slice(2 * third)].map(mean);
  const isFlat = (last ?? 0) <= (second ?? 0) * GROWTH_ALLOWED;
  return {
    figures: {
      accepted,
      perSecond: Math.round(accepted / seconds),
      perSecondByMinute: perMinute,
      refused,
      latencyMs: spread(progress.latenciesMs),
      megabytes: { first: megabytes[0], second, last, most: Math.max(...megabytes) },
    },
    violations: [
      ...Object.entries(refused).map(([what, n]) => `${n} requests came to ${what}`),
      ...(isFlat || seconds < 60 ? [] : [`memory grew from ${second} to ${last} MB`]),
      ...accidentsOf(replicas),
    ],
  };
}

async function sendUntil(
  endsAt: number,
  caller: number,
  url: string,
  agent: Agent,
  progress: Progress,
): Promise<void> {
  for (let n = 0; performance.now() < endsAt; n += 1) {
    const startedAt = performance.now();
    const came = await sendOne(url, agent, `${caller}-${n}`).catch(
      (error: NodeJS.ErrnoException) => error.code ?? error.message,
    );
    if (came === 202) progress.accepted += 1;
    else progress.refused[came] = (progress.refused[came] ?? 0) + 1;
    if (n % SAMPLE_ONE_IN === 0) progress.latenciesMs.push(performance.now() - startedAt);
  }
}

function sendOne(url: string, agent: Agent, name: string): Promise<number> {
  const body = JSON.stringify({
    label: 'Assessment result',
    url: `https://assessments.example.com/results/${name}`,
    details: {
      custom_field_name_prefix: 'Acme:',
      attributes: [{ key: 'Score', value: '100%' }],
    },
  });
  const integration = `workday:sandbox-healthy~${Number(name.split('-')[1]) % INTEGRATIONS}`;
  return new Promise((resolve, reject) => {
    const call = request(
      `${url}/v1/ats/candidates/candidate-${name}/result-links`,
      {
        method: 'POST',
        agent,
        headers: {
          authorization: `Bearer ${API_KEY}`,
          'x-integration-id': integration,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          prefer: 'respond-async',
        },
      },
      (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode ?? 0));
        answer.on('error', reject);
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}

async function watch(endsAt: number, replica: Replica, progress: Progress): Promise<void> {
  let acceptedBefore = 0;
  for (let samples = 1; performance.now() < endsAt; samples += 1) {
    await sleep(Math.min(5_000, Math.max(endsAt - performance.now(), 0)));
    progress.megabytes.push(replica.residentMegabytes());
    if (samples % 12 !== 0) continue;
    progress.perMinute.push(Math.round((progress.accepted - acceptedBefore) / 60));
    acceptedBefore = progress.accepted;
    tell(`${progress.perMinute.at(-1)} accepted a second, ${progress.megabytes.at(-1)} MB`);
  }
}

function mean(values: readonly number[]): number {
  return Math.round(values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1));
}
