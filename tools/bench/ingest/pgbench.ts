import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EXAMPLE } from '../lib/example.ts';
import type { Figures } from '../lib/turns.ts';

const CLIENTS = 10;

/** The same INSERT by PostgreSQL's own load generator, which costs nearly nothing itself. */
export async function pgbenchInserts(
  program: string,
  url: string,
  folder: string,
  count: number,
): Promise<Figures> {
  const script = join(folder, 'insert.sql');
  // A colon before a letter would be a variable for pgbench; there is none in it.
  const body = JSON.stringify(EXAMPLE).replaceAll("'", "''");
  writeFileSync(
    script,
    `insert into plain_links values (gen_random_uuid(), 'candidate-1', '${body}');\n`,
  );
  const { stdout } = await promisify(execFile)(program, [
    ...['--no-vacuum', '--client', String(CLIENTS), '--jobs', '1', '--protocol', 'prepared'],
    ...['--transactions', String(Math.ceil(count / CLIENTS)), '--file', script, url],
  ]);
  const perSecond = Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]);
  if (!(perSecond > 0)) throw new Error(`pgbench said: ${stdout}`);
  return { perSecond };
}
