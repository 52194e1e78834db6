import type { Log } from '@result-links/delivery';
import type { Database, Transaction } from '../engine/database.js';
import { MIGRATIONS, type Migration } from './index.js';

/** Advisory lock of migrations ("rlmi"), so that replicas that start together take turns. */
const MIGRATION_LOCK = 0x726c6d69;

/**
 * Brings the schema up to date: every step not yet recorded, all in one transaction. Replicas may call
 * it at the same time; a schema that is newer than this code is left alone (rolling back a release).
 */
export async function migrate(
  db: Database,
  log: Log,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await createLedger(tx);
    const applied = await appliedNumbers(tx);
    for (const { number, name, sql } of migrations) {
      if (applied.has(number)) continue;
      await tx.query(sql);
      await record(tx, number, name);
      log.info({ number, name }, 'migration applied');
    }
  });
}

async function createLedger(tx: Transaction): Promise<void> {
  await tx.query('create schema if not exists result_links');
  await tx.query(`
    create table if not exists result_links.migrations (
      number     int primary key,
      name       text not null,
      applied_at timestamptz not null default now()
    )`);
}

async function appliedNumbers(tx: Transaction): Promise<Set<number>> {
  const { rows } = await tx.query<{ number: number }>('select number from result_links.migrations');
  return new Set(rows.map((row) => row.number));
}

async function record(tx: Transaction, number: number, name: string): Promise<void> {
  await tx.query('insert into result_links.migrations (number, name) values ($1, $2)', [
    number,
    name,
  ]);
}
