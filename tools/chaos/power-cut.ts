/**
 * Power cuts of the embedded database, many of them within the first seconds of its life: what was
 * acknowledged before the cut is there afterwards, and nothing that was written is written again.
 * Needs root and loop mounts; says so and ends with 0 where these are not to be had.
 *
 *   node tools/chaos/power-cut.ts --cuts 50
 */
import { join } from 'node:path';
import type { Sandbox } from '@result-links/kombo-sandbox';
import { createCuttableDisk, type CuttableDisk } from './lib/block-device.ts';
import { handOver } from './lib/callers.ts';
import { showDeliveries } from './lib/deliveries.ts';
import { readFlags } from './lib/flags.ts';
import { komboEnvironment, startKombo, writtenByPlace } from './lib/kombo.ts';
import { Ledger } from './lib/ledger.ts';
import { linkNumber } from './lib/links.ts';
import { seededRandom } from './lib/random.ts';
import { Replica } from './lib/replica.ts';
import { runScenario, tell, type ScenarioResult } from './lib/scenario.ts';
import { spread } from './lib/statistics.ts';
import type { Supervisor } from './lib/supervisor.ts';
import { sleep } from './lib/waiting.ts';

const options = readFlags({
  cuts: 50,
  /**
   * The latest cut, in milliseconds. Every other cut comes within a third of it from the start of the
   * process (making the database, migrations), the others within it from when the process is ready.
   */
  latest: 10_000,
  callers: 8,
  /** How long the process runs after the cut, to see what it sends, in milliseconds. */
  after: 3_000,
  seed: 1,
});

await runScenario('power-cut', options, run);

async function run(supervisor: Supervisor): Promise<ScenarioResult> {
  const disk = createCuttableDisk(supervisor);
  if (typeof disk === 'string') {
    console.error(`skipped: ${disk}`);
    return { figures: { skipped: disk }, violations: [] };
  }
  const random = seededRandom(options.seed);
  const cuts: Cut[] = [];
  for (let number = 1; number <= options.cuts; number += 1) {
    const { latest } = options;
    const moment =
      number % 2 === 0
        ? { since: 'ready' as const, ms: random() * latest }
        : { since: 'start' as const, ms: (random() * latest) / 3 };
    cuts.push(await oneCut(supervisor, disk, moment, random));
    if (number % 10 === 0) tell(`${number} cuts`);
  }
  return {
    figures: {
      cuts: cuts.length,
      cutsBeforeReady: cuts.filter((cut) => !cut.wasReady).length,
      cutsWithAcknowledged: cuts.filter((cut) => cut.acknowledged > 0).length,
      acknowledged: cuts.reduce((sum, cut) => sum + cut.acknowledged, 0),
      writtenBefore: cuts.reduce((sum, cut) => sum + cut.writtenBefore, 0),
      ageMs: spread(cuts.map((cut) => cut.ageMs)),
      readyAfterCutMs: spread(cuts.map((cut) => cut.readyMs)),
    },
    violations: cuts.flatMap((cut, index) => cut.broken.map((text) => `cut ${index + 1}: ${text}`)),
  };
}

/** When to cut. */
interface Moment {
  since: 'start' | 'ready';
  ms: number;
}

/** What came of a cut. */
interface Cut {
  /** Since the start of the process. */
  ageMs: number;
  wasReady: boolean;
  acknowledged: number;
  writtenBefore: number;
  readyMs: number;
  broken: string[];
}

async function oneCut(
  supervisor: Supervisor,
  disk: CuttableDisk,
  moment: Moment,
  random: () => number,
): Promise<Cut> {
  const before = await startKombo(supervisor, { latencyMs: [5, 50] });
  const api = await startOn(supervisor, disk.mountFresh(), before);
  const ledger = new Ledger();
  const over = new AbortController();
  const callers = { urls: [api.url], callers: options.callers, perSecond: 0, twice: 0, random };
  const accepting = handOver(linksUntil(over.signal), ledger, { ...callers, signal: over.signal });
  if (moment.since === 'ready') await api.untilReady();
  await sleep(moment.ms);
  const ageMs = Date.now() - api.life.startedAt;
  const wasReady = await api.isReady();
  // Taken before the cut: whatever comes while it is made may be on either side.
  const acknowledged = ledger.acknowledged.map(({ id }) => id);
  const written = writtenByPlace(before);
  disk.cut();
  over.abort();
  await api.kill();
  await accepting;
  await before.close();

  const afterwards = await startKombo(supervisor, { latencyMs: [5, 50] });
  const again = await startOn(supervisor, disk.mountFrozen(), afterwards);
  const broken: string[] = [];
  let readyMs = 0;
  try {
    readyMs = await again.untilReady();
    const shown = await showDeliveries(again.url, acknowledged);
    const lost = acknowledged.filter((id) => !shown.has(id));
    if (lost.length > 0) broken.push(`${lost.length} of ${acknowledged.length} acknowledged lost`);
    await sleep(options.after);
    const twice = [...writtenByPlace(afterwards).keys()].filter((place) => written.has(place));
    if (twice.length > 0) broken.push(`${twice.length} links were written again, e.g. ${twice[0]}`);
  } catch (error) {
    broken.push(`unusable: ${(error as Error).message}`);
  }
  await again.kill();
  disk.unmountFrozen();
  await afterwards.close();
  const counts = { acknowledged: acknowledged.length, writtenBefore: written.size };
  return { ageMs, wasReady, ...counts, readyMs, broken };
}

async function startOn(supervisor: Supervisor, place: string, sandbox: Sandbox): Promise<Replica> {
  const env = { RESULT_LINKS_DATA_DIR: join(place, 'data'), ...komboEnvironment(sandbox) };
  const api = await Replica.create(supervisor, { name: 'api', app: 'api', env });
  api.start();
  return api;
}

function* linksUntil(signal: AbortSignal) {
  for (let index = 0; !signal.aborted; index += 1) yield linkNumber(index, 20);
}
