import { join } from 'node:path';
import { runCommand } from '../lib/command.ts';
import type { Goal } from '../lib/goals.ts';
import { startKombo } from '../lib/kombo-process.ts';
import type { Scope } from '../lib/scope.ts';
import type { Table } from '../lib/table.ts';
import { ratioBetween, takeTurns, type Candidate } from '../lib/turns.ts';
import { CLI, file, integrations, perRow } from './commands.ts';
import { writeRows } from './rows.ts';

const SIZES = [10_000, 100_000, 1_000_000];
/** From here on one round of ours is enough: the SDK would take minutes. */
const ALONE_FROM = 100_000;
const LATENCY_MS = 20;
const INTEGRATIONS = 4;
const AT_ONCE_EACH = 16;
const AT_ONCE = INTEGRATIONS * AT_ONCE_EACH;
const LIMIT = `${AT_ONCE} calls ÷ ${LATENCY_MS} ms`;

/** Rows delivered a second, 64 at once at 20 ms, for files of up to `most` rows. */
export async function compareDeliveries(
  scope: Scope,
  rounds: number,
  most: number,
): Promise<{ tables: Table[]; goals: Goal[] }> {
  const kombo = await startKombo(scope, LATENCY_MS);
  const env = { KOMBO_API_KEY: 'bench', KOMBO_BASE_URL: kombo.url };
  const folder = scope.folder();
  const of = integrations(INTEGRATIONS);
  const tables: Table[] = [];
  const goals: Goal[] = [];
  let runs = 0;
  for (const count of SIZES.filter((size) => size <= most)) {
    const path = join(folder, 'deliver.csv');
    await writeRows(path, 'csv', count, of);
    const bulk = async () => {
      // What an earlier report says was sent would not be sent again.
      const report = join(folder, `${(runs += 1)}.report.ndjson`);
      const flags = ['--concurrency', String(AT_ONCE_EACH), '--report', report, '--quiet'];
      return perRow(await runCommand([CLI, 'bulk', path, ...flags], env), count);
    };
    const loop = [file('sdk-loop.ts'), String(count), String(AT_ONCE), ...of];
    const perSecond = (AT_ONCE * 1_000) / LATENCY_MS;
    const candidates: Candidate[] = [
      { name: 'bulk', role: 'ours', measure: bulk },
      {
        name: `loop of the official SDK, ${AT_ONCE} at once`,
        role: 'peer',
        measure: async () => perRow(await runCommand(loop, env), count),
      },
      { name: LIMIT, role: 'limit', measure: async () => ({ perSecond }) },
    ];
    const isAlone = count >= ALONE_FROM;
    const title = `${count.toLocaleString('en')} rows delivered, ${AT_ONCE} at once`;
    const rows = await takeTurns(
      title,
      { rounds: isAlone ? 1 : rounds },
      candidates.filter(({ role }) => !isAlone || role !== 'peer'),
    );
    tables.push({ title, unit: 'row', rows });
    const value = ratioBetween(rows, 'bulk', LIMIT, 'perSecond');
    goals.push({ what: `${title}, rate ÷ limit`, value, least: 0.8 });
  }
  return { tables, goals };
}
