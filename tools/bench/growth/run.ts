/**
 * What a delivery costs beside 10,000, 100,000 and 1,000,000 that have ended: accepting 64 at a time,
 * delivering (the intent and the end of each attempt) ten at a time, a list of the newest 50, one delivery
 * with its attempts; by the stores alone. `--rows` is the most of them.
 */
import { bench } from '../lib/bench.ts';
import type { Goal } from '../lib/goals.ts';
import { durationText } from '../lib/numbers.ts';
import { query, startPostgres, type Postgres } from '../lib/postgres.ts';
import { medianOf, takeTurns, type Candidate, type Row } from '../lib/turns.ts';
import { fill } from './fill.ts';
import { measureGrowth, rowsOf } from './measure.ts';

const SIZES = [10_000, 100_000, 1_000_000];
/** The most at any size ÷ the least. */
const MOST = 1.3;
const milliseconds = (ms: number) => durationText(ms * 1_000);
const POSTGRES = [{ heading: "PostgreSQL's CPU", figure: 'postgresMicros', text: durationText }];
const LOOKS = [
  { heading: 'list of 50', figure: 'listMs', text: milliseconds },
  { heading: 'show', figure: 'showMs', text: milliseconds },
];

const DEFAULTS = { rounds: 3, count: 3_000, rows: 1_000_000 };

await bench('growth', DEFAULTS, async ({ rounds, count, rows: most }, scope) => {
  const postgres = await startPostgres(scope);
  // It would come at other times for each size; what rounds leave behind is cleaned up between them.
  await query(postgres.url, 'alter system set autovacuum = off');
  await query(postgres.url, 'select pg_reload_conf()');
  const candidates: Candidate[] = [];
  for (const size of SIZES.filter((each) => each <= most)) {
    const url = await createDatabase(postgres, `rows_${size}`);
    const name = `${size.toLocaleString('en')} rows`;
    process.stderr.write(`growth: making ${name}\n`);
    await fill(url, size);
    const measure = () => measureGrowth(scope, postgres, url, count);
    candidates.push({ name, role: 'beside', measure });
  }
  const rows = await takeTurns('growth', { rounds }, candidates);
  const [accept, deliver, look] = [
    rowsOf('accept', rows),
    rowsOf('deliver', rows),
    rowsOf('look', rows),
  ];
  const unit = 'delivery';
  return {
    tables: [
      { title: 'Accepted, 64 at a time', unit, rows: accept, more: POSTGRES },
      { title: 'Delivered, ten at a time', unit, rows: deliver, more: POSTGRES },
      { title: 'Looked at, one call after the other', unit, rows: look, more: LOOKS },
    ],
    goals: [
      spread('accepting, wall', accept, ['wallMs']),
      spread('accepting, CPU of both', accept, ['cpuMicros', 'postgresMicros']),
      spread('delivering, wall', deliver, ['wallMs']),
      spread('delivering, CPU of both', deliver, ['cpuMicros', 'postgresMicros']),
      growth('list', look, 'listMs'),
      growth('show', look, 'showMs'),
    ],
  };
});

async function createDatabase({ url }: Postgres, name: string): Promise<string> {
  await query(url, `create database ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return own.href;
}

/** The dearest size beside the cheapest, of the sum of some figures. */
function spread(what: string, rows: readonly Row[], figures: readonly string[]): Goal {
  const costs = rows.map((row) => figures.reduce((sum, figure) => sum + medianOf(row, figure), 0));
  const value = Math.max(...costs) / Math.min(...costs);
  return { what: `${what}: the dearest size ÷ the cheapest`, value, most: MOST };
}

/** The most rows beside the fewest. */
function growth(what: string, rows: readonly Row[], figure: string): Goal {
  const [first, last] = [rows.at(0), rows.at(-1)];
  const value = first && last ? medianOf(last, figure) / medianOf(first, figure) : NaN;
  return { what: `${what}: the most rows ÷ the fewest`, value, most: MOST };
}
