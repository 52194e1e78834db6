import { join } from 'node:path';
import { runCommand } from '../lib/command.ts';
import type { Goal } from '../lib/goals.ts';
import { startKombo } from '../lib/kombo-process.ts';
import { durationText } from '../lib/numbers.ts';
import type { Scope } from '../lib/scope.ts';
import type { Table } from '../lib/table.ts';
import { ratioBetween, takeTurns } from '../lib/turns.ts';
import { CLI, integrations } from './commands.ts';
import { writeRows } from './rows.ts';

const FAST_INTEGRATIONS = 4;
/** What Kombo allows in flight for one integration. */
const IN_FLIGHT = 30;
const SLOW_MS = 2_000;
const LIMIT = 'the slow one alone';

/**
 * Five integrations with as many rows each, four of 20 ms and one of 2 s, which comes first in the file: how
 * long the whole takes beside the slow one's own rows ÷ 30 in flight × latency, and when the others were done.
 */
export async function compareSlow(
  scope: Scope,
  rowsEach: number,
): Promise<{ tables: Table[]; goals: Goal[] }> {
  if (rowsEach === 0) return { tables: [], goals: [] };
  const kombo = await startKombo(scope, 20);
  const env = { KOMBO_API_KEY: 'bench', KOMBO_BASE_URL: kombo.url };
  const path = join(scope.folder(), 'slow.csv');
  const count = rowsEach * (FAST_INTEGRATIONS + 1);
  await writeRows(path, 'csv', count, ['slow:bench', ...integrations(FAST_INTEGRATIONS)]);
  const measure = async () => {
    const { wallMs, cpuMicros, peakMb, printed } = await runCommand(
      [CLI, 'bulk', path, '--json'],
      env,
    );
    return { wallMs, cpuMicros, peakMb, othersMicros: othersDoneMicros(printed, rowsEach) };
  };
  const title = `${rowsEach} rows each for one integration of 2 s and four of 20 ms, all at once`;
  const rows = await takeTurns(title, { rounds: 1 }, [
    { name: 'bulk', role: 'ours', measure },
    {
      ...{ name: LIMIT, role: 'limit' },
      measure: async () => ({ wallMs: (rowsEach / IN_FLIGHT) * SLOW_MS }),
    },
  ]);
  const more = [{ heading: 'the others done', figure: 'othersMicros', text: durationText }];
  const value = ratioBetween(rows, 'bulk', LIMIT, 'wallMs');
  return {
    tables: [{ title, unit: 'run', rows, more }],
    goals: [{ what: 'a slow integration among others, wall ÷ limit', value, most: 1.3 }],
  };
}

/** Progress is told once a second; in microseconds, NaN when it was not told. */
function othersDoneMicros(printed: string, rowsEach: number): number {
  const told = printed.split('\n').filter((line) => line.includes('"phase":"sending"'));
  const at = told.findIndex(
    (line) => (JSON.parse(line) as { rows: number }).rows >= rowsEach * FAST_INTEGRATIONS,
  );
  return at === -1 ? NaN : (at + 1) * 1_000_000;
}
