import type { Log } from '@result-links/delivery';
import type { Database, Queryable, Transaction, TransactionOptions } from '../engine/database.js';
import { isDenied, isDuplicateObject } from '../engine/errors.js';
import { MIGRATIONS, type Migration } from './index.js';
import { assertRights, mayNotMigrate } from './rights.js';

/** A step may rewrite a table, and the other replicas wait for it meanwhile. */
const MIGRATION_OPTIONS: TransactionOptions = { deadlineMs: 600_000 };

/** Advisory lock of migrations ("rlmi"), so that replicas that start together take turns. */
const MIGRATION_LOCK = 0x726c6d69;
/** How often it is begun again when somebody without the lock makes the same schema. */
const MAX_RUNS = 5;

/**
 * Brings the schema up to date: every step not yet recorded, all in one transaction, then what is left of them
 * to be done in many. Replicas may call it at the same time; a schema that is newer than this code is left alone (rolling back a release). Where nothing is
 * to be done, nothing is tried that needs more than the right to read.
 *
 * @throws DatabaseRightsError when the role may not do what is needed
 */
export async function migrate(
  db: Database,
  log: Log,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<void> {
  for (let run = 1; ; run += 1) {
    const pending = await pendingMigrations(db, migrations);
    if (pending.length === 0) return;
    try {
      const apply = (tx: Transaction) => applyAll(tx, log, migrations);
      const unfinished = await db.transaction(apply, MIGRATION_OPTIONS);
      return await finishAll(db, log, unfinished);
    } catch (error) {
      if (isDenied(error)) throw await mayNotMigrate(db, pending, error as Error);
      // Whoever makes the schema by hand, or by another tool, does not know our lock.
      if (run === MAX_RUNS || !isDuplicateObject(error)) throw error;
    }
  }
}

/** Numbers of the steps that are not yet recorded; all of them on an empty database. */
async function pendingMigrations(
  db: Queryable,
  migrations: readonly Migration[],
): Promise<number[]> {
  const { rows } = await db.query(
    `select from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'result_links' and c.relname = 'migrations'`,
  );
  if (rows.length > 0) await assertRights(db);
  const applied = rows.length > 0 ? await appliedNumbers(db) : new Set();
  return migrations.map(({ number }) => number).filter((number) => !applied.has(number));
}

/** Returns the steps that are to be finished. */
async function applyAll(
  tx: Transaction,
  log: Log,
  migrations: readonly Migration[],
): Promise<Migration[]> {
  await tx.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
  await createLedger(tx);
  const applied = await appliedNumbers(tx);
  const pending = migrations.filter(({ number }) => !applied.has(number));
  for (const migration of pending) {
    await tx.query(migration.sql);
    if (migration.finish !== undefined) continue;
    await record(tx, migration);
    tx.afterCommit(() => logApplied(log, migration));
  }
  return pending.filter(({ finish }) => finish !== undefined);
}

async function finishAll(db: Database, log: Log, unfinished: readonly Migration[]): Promise<void> {
  for (const migration of unfinished) {
    await migration.finish?.(db);
    await record(db, migration);
    logApplied(log, migration);
  }
}

async function createLedger(tx: Transaction): Promise<void> {
  // Asking first: "if not exists" needs the right to create even where the schema exists.
  const { rows } = await tx.query(`select from pg_namespace where nspname = 'result_links'`);
  if (rows.length === 0) await tx.query('create schema if not exists result_links');
  await tx.query(`
    create table if not exists result_links.migrations (
      number     int primary key,
      name       text not null,
      applied_at timestamptz not null default now()
    )`);
}

async function appliedNumbers(db: Queryable): Promise<Set<number>> {
  const { rows } = await db.query<{ number: number }>('select number from result_links.migrations');
  return new Set(rows.map((row) => row.number));
}

async function record(db: Queryable, { number, name }: Migration): Promise<void> {
  await db.query(
    'insert into result_links.migrations (number, name) values ($1, $2) on conflict do nothing',
    [number, name],
  );
}

function logApplied(log: Log, { number, name }: Migration): void {
  log.info({ number, name }, 'migration applied');
}
