import { join } from 'node:path';
import { runCommand } from '../lib/command.ts';
import type { Goal } from '../lib/goals.ts';
import type { Table } from '../lib/table.ts';
import { medianOf, ratioBetween, rowNamed, takeTurns, type Candidate } from '../lib/turns.ts';
import { CLI, file, integrations, perRow } from './commands.ts';
import { writeRows } from './rows.ts';

const SIZES = [10_000, 100_000, 1_000_000];
/** A file of this size takes so long that one round is enough. */
const ONE_ROUND_FROM = 1_000_000;
/** Nothing is sent: the address is that of nobody. */
const ENV = { KOMBO_API_KEY: 'none', KOMBO_BASE_URL: 'http://127.0.0.1:9/v1' };
const [CSV, NDJSON, STOCK] = ['bulk, CSV', 'bulk, NDJSON', 'readline + class-validator'] as const;

/** Rows checked a second and the memory that takes, for files of up to `most` rows. */
export async function compareChecks(
  folder: string,
  rounds: number,
  most: number,
): Promise<{ tables: Table[]; goals: Goal[] }> {
  const tables: Table[] = [];
  const goals: Goal[] = [];
  for (const count of SIZES.filter((size) => size <= most)) {
    const [csv, ndjson] = [join(folder, 'check.csv'), join(folder, 'check.ndjson')];
    await writeRows(csv, 'csv', count, integrations(5));
    await writeRows(ndjson, 'ndjson', count, integrations(5));
    const command = (name: string, role: Candidate['role'], args: string[]): Candidate => ({
      ...{ name, role },
      measure: async () => perRow(await runCommand(args, ENV), count),
    });
    const loop = file('check-loop.ts');
    const title = `${count.toLocaleString('en')} rows checked`;
    const rows = await takeTurns(title, { rounds: count < ONE_ROUND_FROM ? rounds : 1 }, [
      command(CSV, 'ours', [CLI, 'bulk', csv, '--check-only', '--quiet']),
      command(NDJSON, 'ours', [CLI, 'bulk', ndjson, '--check-only', '--quiet']),
      command(STOCK, 'peer', [loop, 'class-validator', ndjson]),
      command('readline + ajv', 'limit', [loop, 'ajv', ndjson]),
    ]);
    tables.push({ title, unit: 'row', rows });
    goals.push({
      what: `${title}, NDJSON, rate ÷ class-validator`,
      value: ratioBetween(rows, NDJSON, STOCK, 'perSecond'),
      least: 3,
    });
  }
  return { tables, goals: [...goals.slice(-1), ...memoryGoals(tables)] };
}

/** The largest file beside the smallest. */
function memoryGoals(tables: readonly Table[]): Goal[] {
  const [first, last] = [tables.at(0)?.rows, tables.at(-1)?.rows];
  if (first === undefined || last === undefined || first === last) return [];
  return [CSV, NDJSON].map((name) => ({
    what: `${name}: peak memory at the most rows ÷ at the fewest`,
    value: medianOf(rowNamed(last, name), 'peakMb') / medianOf(rowNamed(first, name), 'peakMb'),
    most: 1.3,
  }));
}
