import { UnsupportedServerError } from './errors.js';
import type { Queryable } from './database.js';

/** Oldest PostgreSQL the statements are tested for; older ones are out of support (2026). */
const OLDEST_MAJOR = 14;

/** A transaction in which no statement comes for this long is rolled back by the server: its locks go. */
const IDLE_MS = 5_000;

/**
 * What statements and driver rely on, whatever the server, the database or the role have as defaults.
 * `pg_temp` is named, and last, since it is searched first otherwise.
 */
const SETTINGS = {
  search_path: 'pg_catalog, pg_temp',
  client_encoding: 'UTF8',
  datestyle: 'ISO',
  intervalstyle: 'postgres',
  timezone: 'UTC',
  bytea_output: 'hex',
  extra_float_digits: 1,
  standard_conforming_strings: 'on',
  array_nulls: 'on',
  transform_null_equals: 'off',
  quote_all_identifiers: 'off',
  row_security: 'on',
  // Plans by index are what transactions ask for (`isByIndex`); compiling one takes longer than running it.
  enable_indexscan: 'on',
  enable_indexonlyscan: 'on',
  enable_bitmapscan: 'on',
  enable_nestloop: 'on',
  plan_cache_mode: 'auto',
  jit: 'off',
  lock_timeout: 0,
};

/** Settings that older servers do not have, by the version that has brought them. */
const NEWER_SETTINGS: Readonly<Record<number, Record<string, number>>> = {
  17: { transaction_timeout: 0 },
};

/** How the statements of a transaction are planned; see `TransactionOptions`. */
export interface Planning {
  isByIndex?: boolean | undefined;
  isPlannedOnce?: boolean | undefined;
}

const BY_INDEX = { enable_seqscan: 'off', enable_hashjoin: 'off', enable_mergejoin: 'off' };
const PLANNED_ONCE = { plan_cache_mode: 'force_generic_plan' };

const begins = new Map<string, string>();

/**
 * Begins a transaction of ours: isolation, access and settings are never those of the server. They hold until
 * its end, so also behind a pooler that gives every transaction another session.
 *
 * @param major version of the server, for example 15
 */
export function beginStatement(
  major: number,
  statementTimeoutMs: number,
  planning: Planning = {},
): string {
  const key = [major, statementTimeoutMs, planning.isByIndex, planning.isPlannedOnce].join();
  const made = begins.get(key) ?? makeBegin(major, statementTimeoutMs, planning);
  begins.set(key, made);
  return made;
}

function makeBegin(
  major: number,
  statementTimeoutMs: number,
  { isByIndex, isPlannedOnce }: Planning,
): string {
  const newer = Object.entries(NEWER_SETTINGS).flatMap(([since, settings]) =>
    major >= Number(since) ? Object.entries(settings) : [],
  );
  const plans = { ...(isByIndex && BY_INDEX), ...(isPlannedOnce && PLANNED_ONCE) };
  const settings = [
    ...Object.entries({ ...SETTINGS, ...plans }),
    ...newer,
    ['statement_timeout', statementTimeoutMs],
    // Whoever makes long statements also works for long between them.
    ['idle_in_transaction_session_timeout', Math.max(IDLE_MS, statementTimeoutMs)],
  ];
  return [
    'begin isolation level read committed, read write, not deferrable',
    ...settings.map(([name, value]) => `set local ${name} = ${value}`),
  ].join('; ');
}

/**
 * What cannot be set by us must be right.
 *
 * @throws UnsupportedServerError that names what is not
 */
export async function assertUsableDatabase(db: Queryable): Promise<void> {
  const { rows } = await db.query<ServerFacts>(
    `select current_setting('server_version_num')::int as version,
            current_setting('session_replication_role') as replication_role,
            d.datname::text as database, pg_encoding_to_char(d.encoding)::text as encoding
       from pg_database d where d.datname = current_database()`,
  );
  for (const facts of rows) assertUsable(facts);
}

/** What is looked at before a database is used. */
export interface ServerFacts {
  /** `server_version_num`, for example 150018. */
  version: number;
  /** `session_replication_role`. */
  replication_role: string;
  database: string;
  encoding: string;
}

/** @throws UnsupportedServerError */
export function assertUsable({ version, replication_role, database, encoding }: ServerFacts): void {
  const major = Math.floor(version / 10_000);
  if (major < OLDEST_MAJOR) {
    throw new UnsupportedServerError(
      `PostgreSQL ${major} is too old: result-links needs PostgreSQL ${OLDEST_MAJOR} or newer`,
    );
  }
  if (encoding !== 'UTF8') {
    throw new UnsupportedServerError(
      `The database "${database}" has the encoding ${encoding}, which can't keep every text. ` +
        `Create one with ENCODING 'UTF8' TEMPLATE template0 and name it in DATABASE_URL.`,
    );
  }
  if (replication_role !== 'origin') {
    throw new UnsupportedServerError(
      `session_replication_role is "${replication_role}" for the database role, which switches foreign keys off. ` +
        'Reset it: ALTER ROLE … RESET session_replication_role (or ALTER DATABASE …).',
    );
  }
}
