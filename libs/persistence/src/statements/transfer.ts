import type { Queryable, Transaction } from '../engine/database.js';

/** A table and the columns that are copied, in the order of their references. */
export interface TableShape {
  name: string;
  columns: { name: string; type: string }[];
}

/** These describe the database itself. */
const OWN_TABLES = ['migrations', 'identity', 'transfers', 'workers'];

/**
 * All tables with content. Those that others refer to come first, and `webhook_endpoints` last: without
 * endpoints the triggers write no events for the rows that are inserted.
 */
export async function listTables(db: Queryable): Promise<TableShape[]> {
  const { rows } = await db.query<TableShape & { needs: string[] }>(
    `select c.relname as name,
            (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod))
                             order by a.attnum)
               from pg_attribute a
              where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '')
              as columns,
            coalesce((select json_agg(distinct r.relname) from pg_constraint f
               join pg_class r on r.oid = f.confrelid
              where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid), '[]') as needs
       from pg_class c
      where c.relnamespace = 'result_links'::regnamespace and c.relkind = 'r' and c.relname <> all($1)
      order by c.relname = 'webhook_endpoints', c.relname`,
    [OWN_TABLES],
  );
  const sorted: TableShape[] = [];
  const isSorted = (name: string) => sorted.some((table) => table.name === name);
  while (sorted.length < rows.length) {
    const next = rows.find(({ name, needs }) => !isSorted(name) && needs.every(isSorted));
    if (!next) throw new Error('The tables refer to each other in a circle');
    sorted.push({ name: next.name, columns: next.columns });
  }
  return sorted;
}

export async function countRows(db: Queryable, table: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::float8 as count from result_links.${table}`,
  );
  return rows[0]?.count ?? 0;
}

/** Rows that were copied into each table so far. */
export async function listCopied(db: Queryable): Promise<Map<string, number>> {
  const { rows } = await db.query<{ table_name: string; copied: number }>(
    'select table_name, copied::float8 as copied from result_links.transfers',
  );
  return new Map(rows.map((row) => [row.table_name, row.copied]));
}

/**
 * Reads a table in batches, every value as its text, from the row after `skip` on. Nobody may write to the
 * table meanwhile, and between two readings: rows come in their order on disk.
 */
export async function* readRows(
  tx: Transaction,
  { name, columns }: TableShape,
  skip: number,
  batchSize: number,
): AsyncGenerator<(string | null)[][]> {
  // Or a scan may begin where another one is.
  await tx.query('set local synchronize_seqscans = off');
  await tx.query('set local enable_indexscan = off');
  const list = columns.map((column) => `"${column.name}"::text`).join(', ');
  await tx.query(
    `declare transfer cursor for select array[${list}] as row from result_links.${name}`,
  );
  if (skip > 0) await tx.query(`move forward ${skip} in transfer`);
  for (;;) {
    const { rows } = await tx.query<{ row: (string | null)[] }>(`fetch ${batchSize} from transfer`);
    if (rows.length > 0) yield rows.map(({ row }) => row);
    if (rows.length < batchSize) break;
  }
  await tx.query('close transfer');
}

/** Inserts rows as they were read, and counts them. */
export async function insertRows(
  tx: Transaction,
  { name, columns }: TableShape,
  rows: readonly (string | null)[][],
): Promise<void> {
  const names = columns.map((column) => `"${column.name}"`).join(', ');
  const values = columns.map(({ type }, index) => `v.c${index}::${type}`).join(', ');
  const parameters = columns.map((_, index) => `$${index + 1}::text[]`).join(', ');
  const aliases = columns.map((_, index) => `c${index}`).join(', ');
  tx.send(
    `insert into result_links.${name} (${names})
     select ${values} from unnest(${parameters}) as v (${aliases})`,
    columns.map((_, index) => rows.map((row) => row[index])),
  );
  await tx.query(
    `insert into result_links.transfers as t (table_name, copied) values ($1, $2)
     on conflict (table_name) do update set copied = t.copied + excluded.copied`,
    [name, rows.length],
  );
}
