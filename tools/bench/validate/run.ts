/** What does it cost to validate one result link? Every sample is a process of its own. */
import { bench } from '../lib/bench.ts';
import { sampleOf } from '../lib/command.ts';
import type { Goal } from '../lib/goals.ts';
import type { Table } from '../lib/table.ts';
import { ratioBetween, takeTurns, type Figures } from '../lib/turns.ts';
import { OURS, PIPE, SUBJECTS } from './subjects.ts';

/** Most that our validator may cost, as a part of what the pipe costs, by number of attributes. */
const GOALS = { 2: 0.15, 50: 0.1 };
const SAMPLE = new URL('sample.ts', import.meta.url);

await bench('validate', { rounds: 5, milliseconds: 500 }, async ({ rounds, milliseconds }) => {
  const tables: Table[] = [];
  const goals: Goal[] = [];
  for (const [attributes, most] of Object.entries(GOALS)) {
    const title = `${attributes} attributes`;
    const candidates = Object.entries(SUBJECTS).map(([name, { role }]) => ({
      ...{ name, role },
      measure: () => sampleOf<Figures>(SAMPLE, [name, attributes, milliseconds]),
    }));
    const rows = await takeTurns(title, { rounds }, candidates);
    const value = ratioBetween(rows, OURS, PIPE, 'cpuMicros');
    tables.push({ title, unit: 'body', rows });
    goals.push({ what: `CPU ÷ ValidationPipe, ${title}`, value, most });
  }
  return { tables, goals };
});
