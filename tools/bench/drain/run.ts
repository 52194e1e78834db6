/**
 * Deliveries a second through 1, 2 and 4 worker processes. Each may have `concurrency` calls in flight, so
 * the limit is processes × concurrency ÷ latency. The peer is a bare loop over pg-boss that does the same
 * POST. Rates are those of the middle of a run, as the upstream sees them.
 *
 * `--beside=<folder>` measures the build of another checkout instead, on a database of its own, as the peer.
 * `--concurrency=0` leaves the calls in flight to the default of each.
 */
import { resolve } from 'node:path';
import { bench } from '../lib/bench.ts';
import type { Goal } from '../lib/goals.ts';
import { startKombo, type KomboProcess } from '../lib/kombo-process.ts';
import { durationText } from '../lib/numbers.ts';
import { startPostgres } from '../lib/postgres.ts';
import type { Scope } from '../lib/scope.ts';
import type { Table } from '../lib/table.ts';
import { ratioBetween, takeTurns, type Candidate } from '../lib/turns.ts';
import { drainOurs, startAccepting, type OurService } from './ours.ts';
import { drainPgBoss } from './pg-boss.ts';

const PROCESSES = [1, 2, 4];
/** A run is made long enough for this share of the limit. */
const EXPECTED_SHARE = 0.7;
/** Without a limit of calls: deliveries a second that the machine may manage. */
const EXPECTED_RATE = 1_400;
const MORE = [
  { heading: "PostgreSQL's CPU", figure: 'postgresMicros', text: durationText },
  { heading: 'most in flight', figure: 'mostInFlight', text: String },
];

const DEFAULTS = {
  ...{ rounds: 3, seconds: 4, concurrency: 20, latency: 20, integrations: 50 },
  ...{ processes: 4, beside: '' },
};

await bench('drain', DEFAULTS, async (options, scope) => {
  const { rounds, seconds, concurrency, latency, integrations, beside } = options;
  const kombo = await startKombo(scope, latency);
  const start = (root?: string) =>
    startService(scope, { kombo, integrations, concurrency, ...(root && { root }) });
  const service = await start();
  const other = beside === '' ? null : await start(resolve(beside));
  const tables: Table[] = [];
  const goals: Goal[] = [];
  for (const processes of PROCESSES.filter((each) => each <= options.processes)) {
    const perSecond = (processes * concurrency * 1_000) / latency;
    const expected = concurrency === 0 ? EXPECTED_RATE : perSecond * EXPECTED_SHARE;
    const count = Math.round(expected * seconds);
    const name = `${processes} worker ${processes === 1 ? 'process' : 'processes'}`;
    const candidates: Candidate[] = [
      { name: 'ours', role: 'ours', measure: () => drainOurs(service, processes, count) },
      other === null
        ? {
            name: 'bare pg-boss loop',
            role: 'peer',
            measure: () => drainPgBoss(scope, service, processes, count),
          }
        : { name: beside, role: 'peer', measure: () => drainOurs(other, processes, count) },
    ];
    if (concurrency > 0) {
      const measure = async () => ({ perSecond });
      candidates.push({ name: 'calls ÷ latency', role: 'limit', measure });
    }
    const rows = await takeTurns(name, { rounds }, candidates);
    const calls =
      concurrency > 0 ? `${concurrency} calls at once each` : 'calls at once by default';
    const title = `${name}, ${calls}, ${latency} ms, ${integrations} integrations`;
    tables.push({ title, unit: 'delivery', rows, more: MORE });
    if (other !== null) {
      const value = ratioBetween(rows, 'ours', beside, 'perSecond');
      goals.push({ what: `deliveries ÷ ${beside}, ${name}`, value, least: 1 });
    } else if (concurrency > 0) {
      const value = ratioBetween(rows, 'ours', 'calls ÷ latency', 'perSecond');
      goals.push({ what: `deliveries ÷ limit, ${name}`, value, least: 0.8 });
    }
  }
  return { tables, goals };
});

/** A database of its own, and the process that accepts into it. */
async function startService(
  scope: Scope,
  service: Omit<OurService, 'postgres' | 'api'> & { kombo: KomboProcess },
): Promise<OurService> {
  const postgres = await startPostgres(scope);
  return { ...service, postgres, api: await startAccepting(postgres, service.kombo, service.root) };
}
