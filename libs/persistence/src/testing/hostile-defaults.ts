/** Settings that no statement of ours may notice. */
const SETTINGS = {
  default_transaction_isolation: `'serializable'`,
  default_transaction_read_only: 'on',
  default_transaction_deferrable: 'on',
  datestyle: `'German, DMY'`,
  intervalstyle: `'sql_standard'`,
  timezone: `'Asia/Kolkata'`,
  bytea_output: `'escape'`,
  client_encoding: `'LATIN1'`,
  extra_float_digits: '-15',
  standard_conforming_strings: 'off',
  array_nulls: 'off',
  transform_null_equals: 'on',
  quote_all_identifiers: 'on',
  lock_timeout: `'20ms'`,
  statement_timeout: `'100ms'`,
  idle_in_transaction_session_timeout: `'20ms'`,
  enable_indexscan: 'off',
  enable_bitmapscan: 'off',
  enable_nestloop: 'off',
  jit_above_cost: '0',
  plan_cache_mode: `'force_generic_plan'`,
};

/** Looked up before PostgreSQL's own: a clock that stands still, and a table of the same name. */
const DECOYS = [
  'create schema decoys',
  'create table decoys.deliveries (id int)',
  ...['now', 'clock_timestamp', 'transaction_timestamp'].map(
    (name) =>
      `create function decoys.${name}() returns timestamptz language sql as $$ select timestamptz '1970-01-01 00:00Z' $$`,
  ),
  `create function decoys.set_config(text, text, bool) returns text language sql as $$ select '' $$`,
  `create function decoys.pg_notify(text, text) returns void language sql as $$ select $$`,
];

/** Makes a database in which everything that a server lets its owner set is set against us. */
export const HOSTILE_DEFAULTS: readonly string[] = [
  ...DECOYS,
  `do $do$ begin
     ${Object.entries({ ...SETTINGS, search_path: 'decoys, pg_catalog' })
       .map(
         ([name, value]) =>
           `execute format('alter database %I set ${name} = ${value.replaceAll("'", "''")}', current_database());`,
       )
       .join('\n     ')}
   end $do$`,
];
