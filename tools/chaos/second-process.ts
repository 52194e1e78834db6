/**
 * Several processes start at once on the data directory of one that was killed: exactly one may own it,
 * the others must say why not and end.
 *
 *   node tools/chaos/second-process.ts --rounds 25 --racers 6
 */
import { readFlags } from './lib/flags.ts';
import { komboEnvironment, startKombo } from './lib/kombo.ts';
import { showDelivery } from './lib/deliveries.ts';
import { acknowledgedId, linkNumber, submit } from './lib/links.ts';
import { Replica } from './lib/replica.ts';
import { runScenario, tell, type ScenarioResult } from './lib/scenario.ts';
import { spread } from './lib/statistics.ts';
import type { Supervisor } from './lib/supervisor.ts';
import { until } from './lib/waiting.ts';

const REFUSAL = /^The data directory \S+ is in use by (process \d+|another process)\. [^\n]+\n$/;

const options = readFlags({ rounds: 25, racers: 6 });

await runScenario('second-process', options, run);

async function run(supervisor: Supervisor): Promise<ScenarioResult> {
  const { rounds, racers } = options;
  const sandbox = await startKombo(supervisor, {});
  const env = { RESULT_LINKS_DATA_DIR: supervisor.folder(), ...komboEnvironment(sandbox) };
  const create = (name: string) => Replica.create(supervisor, { name, app: 'api', env });
  const violations: string[] = [];
  const readyAfterMs: number[] = [];
  const accepted: string[] = [];
  let owner = await create('first');
  owner.start();
  await owner.untilReady();

  for (let round = 1; round <= rounds; round += 1) {
    accepted.push(await accept(owner, round));
    const contenders: Replica[] = [];
    for (let racer = 1; racer <= racers; racer += 1)
      contenders.push(await create(`racer-${racer}`));
    await owner.kill();
    contenders.forEach((contender) => contender.start());
    await until('the race is over', { timeoutMs: 90_000 }, () => isOver(contenders));
    const owners = contenders.filter((contender) => contender.isRunning);
    const [winner] = owners;
    if (winner === undefined || owners.length > 1) {
      violations.push(`round ${round}: ${owners.length} owners`);
      break;
    }
    readyAfterMs.push(winner.life.readyAt! - winner.life.startedAt);
    for (const loser of contenders.filter((contender) => contender !== winner)) {
      violations.push(...brokenByLoser(loser, round));
    }
    owner = winner;
    if (round % 5 === 0) tell(`${round} rounds`);
  }
  for (const id of accepted) {
    const delivery = await showDelivery(owner.url, id);
    if (delivery === null) violations.push(`acknowledged and lost: ${id}`);
  }
  return {
    figures: { rounds, racers, ownerReadyMs: spread(readyAfterMs), accepted: accepted.length },
    violations,
  };
}

/** Every racer is ready or gone, and at least one is ready or all are gone. */
async function isOver(contenders: readonly Replica[]): Promise<boolean> {
  const states = await Promise.all(
    contenders.map(async (contender) => {
      if (!contender.isRunning) return true;
      if (!(await contender.isReady())) return false;
      contender.life.readyAt ??= Date.now();
      return true;
    }),
  );
  return states.every(Boolean);
}

function brokenByLoser(loser: Replica, round: number): string[] {
  const [ending] = loser.accidents;
  const said = loser.said();
  const isClear = ending?.code === 1 && REFUSAL.test(said);
  return isClear ? [] : [`round ${round}: a loser ended with ${ending?.code} and said "${said}"`];
}

async function accept(owner: Replica, round: number): Promise<string> {
  const id = acknowledgedId(await submit(owner.url, linkNumber(round, 1)));
  if (id === null) throw new Error(`the owner of round ${round} does not accept`);
  return id;
}
