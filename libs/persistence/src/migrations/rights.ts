import type { Queryable } from '../engine/database.js';

/** The database role may not do what the service has to; the message is one line and says what to grant. */
export class DatabaseRightsError extends Error {
  readonly code = 'database_rights';
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DatabaseRightsError';
  }
}

/**
 * Looks whether the role may read and write every table of the schema. The ledger of migrations is only read.
 *
 * @throws DatabaseRightsError that names what is missing
 */
export async function assertRights(db: Queryable): Promise<void> {
  const { rows } = await db.query<{ role: string; may_use: boolean; missing: string[] }>(
    `select quote_ident(current_user) as role, has_schema_privilege(n.oid, 'USAGE') as may_use,
            array(select c.relname || ' (' || string_agg(r.name, ', ' order by r.place) || ')'
                    from pg_class c,
                         unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) with ordinality as r (name, place)
                   where c.relnamespace = n.oid and c.relkind in ('r', 'p')
                     and (c.relname <> 'migrations' or r.name = 'SELECT')
                     and not has_table_privilege(c.oid, r.name)
                   group by c.relname order by c.relname)::text[] as missing
       from pg_namespace n where n.nspname = 'result_links'`,
  );
  for (const { role, may_use, missing } of rows) {
    const lacking = [...(may_use ? [] : ['schema result_links (USAGE)']), ...missing];
    if (lacking.length === 0) continue;
    throw new DatabaseRightsError(
      `DATABASE_URL: the database role ${role} lacks rights on ${lacking.join(', ')}. Run as the owner: ` +
        `GRANT USAGE ON SCHEMA result_links TO ${role}; ` +
        `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA result_links TO ${role};`,
    );
  }
}

/** What a role that may not change the schema has to be told. */
export async function mayNotMigrate(
  db: Queryable,
  pending: readonly number[],
  cause: Error,
): Promise<DatabaseRightsError> {
  const { rows } = await db.query<{ role: string }>('select quote_ident(current_user) as role');
  return new DatabaseRightsError(
    `DATABASE_URL: the schema lacks migrations ${pending.join(', ')}, and the database role ${rows[0]?.role} ` +
      `may not apply them (${cause.message}). Run "npm run migrate" with a role that may, before this release starts.`,
    { cause },
  );
}
