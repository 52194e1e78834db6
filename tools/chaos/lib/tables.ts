import pg from 'pg';

/** Rows of tables, as JSON, in the order in which they may be inserted. */
export type Tables = [name: string, rows: string][];

/** Reads all tables of the service; stands in for `pg_dump` where the server comes without it. */
export async function readTables(url: string): Promise<Tables> {
  return connected(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select relname as name from pg_class
        where relnamespace = 'result_links'::regnamespace and relkind = 'r' order by oid`,
    );
    const tables: Tables = [];
    for (const { name } of rows) {
      const { rows: content } = await client.query<{ all: string }>(
        `select coalesce(json_agg(t), '[]')::text as all from result_links.${name} t`,
      );
      tables.push([name, content[0]!.all]);
    }
    return tables;
  });
}

/** Replaces their content by what was read, as `pg_restore --data-only` into emptied tables does. */
export async function loadTables(url: string, tables: Tables): Promise<void> {
  await connected(url, async (client) => {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    await client.query(`truncate ${tables.map(([name]) => `result_links.${name}`).join()}`);
    for (const [name, rows] of tables) {
      await client.query(
        `insert into result_links.${name} select * from json_populate_recordset(null::result_links.${name}, $1)`,
        [rows],
      );
    }
    await client.query('commit');
  });
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
