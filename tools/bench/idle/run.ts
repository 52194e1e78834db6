/**
 * What a service with nothing to do takes: the API with its worker, on PostgreSQL and on the embedded
 * database, beside the embedded database alone and Node.js alone. Not in turns but at the same time: none of
 * them disturbs another while it idles.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { bench } from '../lib/bench.ts';
import type { Goal } from '../lib/goals.ts';
import { Replica, startPostgres, type Postgres } from '../lib/postgres.ts';
import type { Scope } from '../lib/scope.ts';
import { medianOf, rowNamed, type Figures, type Row } from '../lib/turns.ts';
import { cpuMicrosOf, memoryOf } from '../lib/usage.ts';

const [ON_POSTGRES, EMBEDDED] = ['API with worker, PostgreSQL', 'API with worker, embedded'];
const [DATABASE, NODE] = ['the embedded database alone', 'Node.js alone'];
const MORE = [
  {
    heading: 'share of a core',
    figure: 'share',
    text: (share: number) => `${(share * 100).toFixed(2)} %`,
  },
  {
    heading: 'resident memory',
    figure: 'residentMb',
    text: (megabytes: number) => `${Math.round(megabytes)} MB`,
  },
];

await bench('idle', { rounds: 2, settle: 20, seconds: 20 }, async (options, scope) => {
  const { rounds, settle, seconds } = options;
  const pids = await startAll(await startPostgres(scope), scope);
  const rows = Object.keys(pids).map((name) => ({
    ...{ name, role: name.startsWith('API') ? ('ours' as const) : ('beside' as const) },
    samples: [] as Figures[],
  }));
  process.stderr.write(`idle: ${settle} s to settle, then ${rounds} times ${seconds} s\n`);
  await sleep(settle * 1_000);
  for (let round = 0; round < rounds; round += 1) {
    const before = Object.values(pids).map(cpuMicrosOf);
    await sleep(seconds * 1_000);
    Object.values(pids).forEach((pid, index) => {
      const spent = cpuMicrosOf(pid) - (before[index] ?? NaN);
      rows[index]?.samples.push({ share: spent / (seconds * 1e6), ...memoryOf(pid) });
    });
  }
  const resident = (name: string) => medianOf(rowNamed(rows, name), 'residentMb');
  const database = Math.round(resident(DATABASE) - resident(NODE));
  return {
    tables: [{ title: `Nothing to do, for ${seconds} s`, unit: 'second', rows, more: MORE }],
    goals: [...goalsOf(rowNamed(rows, ON_POSTGRES)), ...goalsOf(rowNamed(rows, EMBEDDED))],
    remarks: [`The embedded database alone is ${database} MB above Node.js alone.`],
  };
});

/** Process ids by name. */
async function startAll(
  { supervisor, url }: Postgres,
  scope: Scope,
): Promise<Record<string, number>> {
  const start = async (name: string, env: Record<string, string>): Promise<number> => {
    const kombo = { KOMBO_API_KEY: 'unused', KOMBO_BASE_URL: 'http://127.0.0.1:9/v1' };
    const replica = await Replica.create(supervisor, {
      ...{ name, app: 'api' },
      env: { ...kombo, ...env },
    });
    replica.start();
    await replica.untilReady();
    return replica.life.pid;
  };
  const database = scope.fork(new URL('embedded-only.ts', import.meta.url), [supervisor.folder()]);
  const node = scope.fork(new URL('node-only.ts', import.meta.url));
  await Promise.all([database.next(), node.next()]);
  return {
    [ON_POSTGRES]: await start('on-postgres', { DATABASE_URL: url }),
    [EMBEDDED]: await start('embedded', { RESULT_LINKS_DATA_DIR: supervisor.folder() }),
    [DATABASE]: database.pid,
    [NODE]: node.pid,
  };
}

function goalsOf(row: Row): Goal[] {
  return [
    { what: `${row.name}: share of a core`, value: medianOf(row, 'share'), most: 0.01 },
    { what: `${row.name}: resident megabytes`, value: medianOf(row, 'residentMb'), most: 150 },
  ];
}
