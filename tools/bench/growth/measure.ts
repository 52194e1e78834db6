import { query, type Postgres } from '../lib/postgres.ts';
import type { Scope } from '../lib/scope.ts';
import type { Figures, Row } from '../lib/turns.ts';
import { openWindows, vacuum } from './fill.ts';

/** Deliveries that are shown. */
const SHOWN = 200;

/** What a sample measures, each with figures of its own. */
const PARTS = ['accept', 'deliver', 'look'] as const;

/** Name of one of them. */
export type Part = (typeof PARTS)[number];

/** One sample of one database, the names of its figures prefixed with the part they are of. */
export async function measureGrowth(
  scope: Scope,
  postgres: Postgres,
  url: string,
  count: number,
): Promise<Figures> {
  await openWindows(url);
  await vacuum(url);
  const ids = await query(
    url,
    `select delivery_id as id from result_links.attempts order by random() limit ${SHOWN}`,
    (rows: { id: string }[]) => rows.map(({ id }) => id),
  );
  const script = new URL('sample.ts', import.meta.url);
  const child = scope.fork(script, [url, count, JSON.stringify(ids)]);
  await child.next();
  const all: Figures = {};
  for (const part of PARTS) {
    const before = postgres.cpuMicros();
    const figures = await child.ask<Figures>(part);
    const postgresMicros = (postgres.cpuMicros() - before) / count;
    for (const [name, value] of Object.entries({ ...figures, postgresMicros })) {
      all[`${part} ${name}`] = value;
    }
  }
  await child.end();
  return all;
}

/** The rows with the figures of one part. */
export function rowsOf(part: Part, rows: readonly Row[]): Row[] {
  return rows.map((row) => ({
    ...row,
    samples: row.samples.map((sample) =>
      Object.fromEntries(
        Object.entries(sample)
          .filter(([name]) => name.startsWith(`${part} `))
          .map(([name, value]) => [name.slice(part.length + 1), value]),
      ),
    ),
  }));
}
