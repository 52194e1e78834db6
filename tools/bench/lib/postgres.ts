/* eslint-disable @nx/enforce-module-boundaries -- servers are started as tools/chaos does, which is no package */
import { existsSync, readlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { startPostgres as startServer } from '../../chaos/lib/postgres.ts';
import { Supervisor } from '../../chaos/lib/supervisor.ts';
import type { Scope } from './scope.ts';
import { cpuMicrosOfTree, parentOf } from './usage.ts';

export { API_KEY, Replica } from '../../chaos/lib/replica.ts';

/** A PostgreSQL server of its own, with fsync on. */
export interface Postgres {
  /** Connection string of an empty database. */
  url: string;
  supervisor: Supervisor;
  /** CPU time of all its processes so far, in microseconds. */
  cpuMicros(): number;
  /** A program that was installed beside the server, e.g. `pgbench`; `null`: it was not. */
  program(name: string): string | null;
}

/** What starts and ends processes of the service. */
export function supervisorOf(scope: Scope): Supervisor {
  const supervisor = new Supervisor();
  scope.defer(() => supervisor.close());
  return supervisor;
}

/** Starts a server for the time of the bench. */
export async function startPostgres(scope: Scope): Promise<Postgres> {
  const supervisor = supervisorOf(scope);
  const { url } = await startServer(supervisor);
  const backend = await query(url, 'select pg_backend_pid() as pid', (rows: { pid: number }[]) => {
    const { pid = -1 } = rows[0] ?? {};
    return { parent: parentOf(pid), file: readlinkSync(`/proc/${pid}/exe`) };
  });
  return {
    ...{ url, supervisor },
    cpuMicros: () => cpuMicrosOfTree(backend.parent),
    program: (name) => {
      const file = join(dirname(backend.file), name);
      return existsSync(file) ? file : null;
    },
  };
}

/** Runs one or several statements on a connection of its own; `use` gets the rows while it is open. */
export async function query<Row extends pg.QueryResultRow, Result = void>(
  url: string,
  text: string,
  use?: (rows: Row[]) => Result,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Row>(text);
    return use?.(rows) as Result;
  } finally {
    await client.end();
  }
}
