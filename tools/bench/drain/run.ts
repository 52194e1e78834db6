/**
 * Deliveries a second through 1, 2 and 4 worker processes. Each may have `concurrency` calls in flight, so
 * the limit is processes × concurrency ÷ latency. The peer is a bare loop over pg-boss that does the same
 * POST. Rates are those of the middle of a run, as the upstream sees them.
 */
import { bench } from '../lib/bench.ts';
import type { Goal } from '../lib/goals.ts';
import { startKombo } from '../lib/kombo-process.ts';
import { durationText } from '../lib/numbers.ts';
import { startPostgres } from '../lib/postgres.ts';
import type { Table } from '../lib/table.ts';
import { ratioBetween, takeTurns } from '../lib/turns.ts';
import { drainOurs, startAccepting } from './ours.ts';
import { drainPgBoss } from './pg-boss.ts';

const PROCESSES = [1, 2, 4];
/** A run is made long enough for this share of the limit. */
const EXPECTED_SHARE = 0.7;
const MORE = [
  { heading: "PostgreSQL's CPU", figure: 'postgresMicros', text: durationText },
  { heading: 'most in flight', figure: 'mostInFlight', text: String },
];

const DEFAULTS = { rounds: 3, seconds: 4, concurrency: 20, latency: 20, integrations: 50 };

await bench('drain', DEFAULTS, async (options, scope) => {
  const { rounds, seconds, concurrency, latency, integrations } = options;
  const kombo = await startKombo(scope, latency);
  const postgres = await startPostgres(scope);
  const api = await startAccepting(postgres, kombo);
  const service = { postgres, kombo, api, integrations, concurrency };
  const tables: Table[] = [];
  const goals: Goal[] = [];
  for (const processes of PROCESSES) {
    const perSecond = (processes * concurrency * 1_000) / latency;
    const count = Math.round(perSecond * seconds * EXPECTED_SHARE);
    const name = `${processes} worker ${processes === 1 ? 'process' : 'processes'}`;
    const rows = await takeTurns(name, { rounds }, [
      { name: 'ours', role: 'ours', measure: () => drainOurs(service, processes, count) },
      {
        name: 'bare pg-boss loop',
        role: 'peer',
        measure: () => drainPgBoss(scope, service, processes, count),
      },
      { name: 'calls ÷ latency', role: 'limit', measure: async () => ({ perSecond }) },
    ]);
    const title = `${name}, ${concurrency} calls at once each, ${latency} ms, ${integrations} integrations`;
    tables.push({ title, unit: 'delivery', rows, more: MORE });
    const value = ratioBetween(rows, 'ours', 'calls ÷ latency', 'perSecond');
    goals.push({ what: `deliveries ÷ limit, ${name}`, value, least: 0.8 });
  }
  return { tables, goals };
});
