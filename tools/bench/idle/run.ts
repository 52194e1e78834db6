/**
 * What a service with nothing to do takes: the API with its worker, on PostgreSQL and on the embedded
 * database, beside the embedded database alone and Node.js alone. Not in turns but at the same time: none of
 * them disturbs another while it idles.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { bench } from '../lib/bench.ts';
import type { Goal } from '../lib/goals.ts';
import { startPostgres, type Postgres } from '../lib/postgres.ts';
import type { Scope } from '../lib/scope.ts';
import { medianOf, rowNamed, type Figures, type Row } from '../lib/turns.ts';
import { cpuMicrosOf, memoryOf } from '../lib/usage.ts';
import * as services from './services.ts';

const [ON_POSTGRES, EMBEDDED] = ['API with worker, PostgreSQL', 'API with worker, embedded'];
const [DATABASE, NODE] = ['the embedded database alone', 'Node.js alone'];
const FIRST_START = 'the same, on its first start';
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

/** Process ids by name. The embedded databases were made by a start before, if nothing else is said. */
async function startAll(postgres: Postgres, scope: Scope): Promise<Record<string, number>> {
  return {
    [ON_POSTGRES]: await services.startOnPostgres(postgres),
    [EMBEDDED]: await services.startEmbedded(postgres),
    [DATABASE]: await services.startEmbeddedOnly(scope, await services.makeEmbedded(scope)),
    [FIRST_START]: await services.startEmbeddedOnly(scope, scope.folder()),
    [NODE]: await services.startNodeOnly(scope),
  };
}

function goalsOf(row: Row): Goal[] {
  return [
    { what: `${row.name}: share of a core`, value: medianOf(row, 'share'), most: 0.01 },
    { what: `${row.name}: resident megabytes`, value: medianOf(row, 'residentMb'), most: 150 },
  ];
}
