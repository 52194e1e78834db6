import { silentLog } from '@result-links/delivery/testing';
import type { Database, Queryable } from '../engine/database.js';
import { migrate } from '../migrations/migrate.js';

/** All rows, by table, as `pg_dump` would write them. */
export type Dump = Map<string, string>;

const TABLES = `select c.relname as name from pg_class c
  where c.relnamespace = 'result_links'::regnamespace and c.relkind = 'r' and c.relname <> 'migrations'
  order by c.oid`;

/** Reads everything. (The server of the specs comes without `pg_dump` where it is from npm.) */
export async function takeDump(db: Queryable): Promise<Dump> {
  const { rows } = await db.query<{ name: string }>(TABLES);
  const dump: Dump = new Map();
  for (const { name } of rows) {
    const { rows: content } = await db.query<{ all: string | null }>(
      `select json_agg(t)::text as all from result_links.${name} t`,
    );
    dump.set(name, content[0]?.all ?? '[]');
  }
  return dump;
}

/** Loads it into a database without the schema, as `pg_restore` does, or into empty tables (`--data-only`). */
export async function loadDump(db: Database, dump: Dump): Promise<void> {
  await migrate(db, silentLog);
  await db.transaction(async (tx) => {
    await tx.query('set local session_replication_role = replica');
    for (const [name, rows] of dump) {
      await tx.query(
        `insert into result_links.${name} select * from json_populate_recordset(null::result_links.${name}, $1)`,
        [rows],
      );
    }
  });
}
