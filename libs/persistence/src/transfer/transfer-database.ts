import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Actor, AuditEntry, Log } from '@result-links/delivery';
import { BULK_MS, patient, type Database, type Transaction } from '../engine/database.js';
import { openDatabase } from '../engine/open-database.js';
import { migrate } from '../migrations/migrate.js';
import { recordAction } from '../statements/audit-records.js';
import {
  confirmIdentity,
  insertIdentity,
  readIdentity,
  writeMove,
  type IdentityRow,
} from '../statements/identity.js';
import {
  countRows,
  insertRows,
  listCopied,
  listTables,
  readRows,
  type TableShape,
} from '../statements/transfer.js';
import { BULK } from '../stores/context.js';
import type { EncryptionKey } from '../vault/sealed.js';
import { prepareVault } from '../vault/sealing-keys.js';
import { Vault } from '../vault/vault.js';

/** The databases can't be used for a move; the message says why and what to do. */
export class TransferError extends Error {
  readonly code = 'transfer_refused';
  constructor(message: string) {
    super(message);
    this.name = 'TransferError';
  }
}

/** What to move, and where to. */
export interface TransferOptions {
  /** Directory of the embedded database. No process may have it open. */
  dataDir: string;
  /** An empty PostgreSQL database, or the one of the run that was interrupted. */
  databaseUrl: string;
  /** Keys of the encrypted values; they are copied as they are. */
  encryptionKeys: readonly EncryptionKey[];
  log: Log;
  /** Who moves it, for the record; absent: not recorded. */
  by?: Actor;
  /** Called after every batch: a table, and how many of its rows were copied. */
  onProgress?(table: string, copied: number, total: number): void;
}

/** Rows of the tables that were moved. */
export type TransferResult = Record<string, number>;

const BATCH = 500;
/** How long to wait for the server to answer. */
const PATIENCE_MS = 15_000;

/**
 * Moves everything from an embedded database to a PostgreSQL server. Can be interrupted at any point and
 * run again: every batch is committed together with the count of rows copied so far. From the first run on
 * neither database sends; at the end the server does.
 *
 * @throws TransferError, DirectoryInUseError, EmbeddedEngineError, EncryptionKeysError,
 *   DatabaseUnavailableError
 */
export async function transferDatabase(options: TransferOptions): Promise<TransferResult> {
  const label = withoutSecrets(options.databaseUrl);
  return withBoth(options, async ({ source, target, from, to }) => {
    const isDone = to.moved_from === from.epoch && to.stopped_reason === null;
    if (!isDone) {
      assertMovable(from, label);
      if (to.moved_from !== from.epoch) await assertEmpty(target, to, label);
      await writeMove(source, { reason: 'moving', to: label });
      await writeMove(target, { reason: 'moving', from: from.epoch as string });
      await copyAll(source, target, options);
    }
    const result = await compareCounts(source, target, isDone);
    if (!isDone) {
      const server = await target.server();
      await target.transaction(async (tx) => {
        await confirmIdentity(tx, server);
        recordMove(tx, options, 'database.move');
      });
    }
    await writeMove(source, { reason: 'moved', to: label });
    return result;
  });
}

/**
 * Gives up a move that has not finished: the embedded database is used again.
 *
 * @throws TransferError if it has finished
 */
export async function abandonTransfer(options: TransferOptions): Promise<void> {
  await withBoth(options, async ({ source, from, to }) => {
    if (from.stopped_reason === null) return;
    if (from.stopped_reason !== 'moving' || (to.moved_from === from.epoch && !to.stopped_reason)) {
      throw new TransferError(
        `The move to ${withoutSecrets(options.databaseUrl)} has finished: links may have been sent from there. Use that database.`,
      );
    }
    await source.transaction(async (tx) => {
      await writeMove(tx, null);
      recordMove(tx, options, 'database.abandon_move');
    });
  });
}

function recordMove(
  tx: Transaction,
  { by, databaseUrl }: TransferOptions,
  action: Extract<AuditEntry['action'], `database.${string}`>,
): void {
  const details = { to: withoutSecrets(databaseUrl) };
  recordAction(tx, by, { action, accountId: null, subject: null, details });
}

interface Both {
  source: Database;
  target: Database;
  from: IdentityRow;
  to: IdentityRow;
}

async function withBoth<T>(
  { dataDir, databaseUrl, encryptionKeys, log }: TransferOptions,
  work: (both: Both) => Promise<T>,
): Promise<T> {
  if (!existsSync(join(dataDir, 'database', 'PG_VERSION'))) {
    throw new TransferError(
      `--from: ${dataDir} has no embedded database. Name its data directory.`,
    );
  }
  const target = await openDatabase({ databaseUrl, dataDir, log });
  let source: Database | null = null;
  try {
    await target.ready(AbortSignal.timeout(PATIENCE_MS)).catch((error: unknown) => {
      if ((error as Error).name !== 'TimeoutError') throw error;
      const label = withoutSecrets(databaseUrl);
      throw new TransferError(`${label} doesn't answer. Check the address and the server.`);
    });
    source = await openDatabase({ dataDir, log, vault: new Vault(encryptionKeys) });
    const from = await identityOf(source, log);
    await prepareVault(source, source.vault);
    return await work({ source, target, from, to: await identityOf(target, log) });
  } finally {
    await source?.close();
    await target.close();
  }
}

async function identityOf(db: Database, log: Log): Promise<IdentityRow> {
  await migrate(db, log);
  await insertIdentity(db, await db.server());
  return readIdentity(db, null);
}

function assertMovable({ stopped_reason, moved_to, is_own }: IdentityRow, label: string): void {
  const isElsewhere =
    stopped_reason === 'moved' || (stopped_reason === 'moving' && moved_to !== label);
  if (isElsewhere) {
    throw new TransferError(
      `The embedded database was moved to ${moved_to}, or is being moved there. Finish that, or give it up with --abandon.`,
    );
  }
  if ((stopped_reason !== null && stopped_reason !== 'moving') || !is_own) {
    throw new TransferError(
      'The embedded database was restored or copied. Start the service on it, run "result-links admin restored", then move it.',
    );
  }
}

async function assertEmpty(target: Database, { moved_from }: IdentityRow, label: string) {
  const tables = await listTables(target);
  const counts = await Promise.all(
    tables.map(({ name }) => countRows(patient(target, BULK_MS), name)),
  );
  const used = tables.find((_, index) => (counts[index] as number) > 0);
  if (used || moved_from !== null) {
    throw new TransferError(
      `${label} is not empty${used ? ` (${used.name} has rows)` : ''}. Use a new database, on which the service was never started.`,
    );
  }
}

async function copyAll(source: Database, target: Database, options: TransferOptions) {
  const copied = await listCopied(target);
  for (const table of await listTables(source)) {
    await copyTable(source, target, table, copied.get(table.name) ?? 0, options);
  }
}

async function copyTable(
  source: Database,
  target: Database,
  table: TableShape,
  alreadyCopied: number,
  { onProgress }: TransferOptions,
): Promise<void> {
  const total = await countRows(patient(source, BULK_MS), table.name);
  let copied = alreadyCopied;
  await source.transaction(async (tx) => {
    for await (const rows of readRows(tx, table, alreadyCopied, BATCH)) {
      await target.transaction((into) => insertRows(into, table, rows), BULK);
      copied += rows.length;
      onProgress?.(table.name, copied, total);
    }
  }, BULK);
}

/** @param hasStarted whether the service may have written to the target since */
async function compareCounts(
  source: Database,
  target: Database,
  hasStarted: boolean,
): Promise<TransferResult> {
  const result: TransferResult = {};
  for (const { name } of await listTables(source)) {
    const wanted = await countRows(patient(source, BULK_MS), name);
    result[name] = wanted;
    if (hasStarted) continue;
    const found = await countRows(patient(target, BULK_MS), name);
    if (found !== wanted) {
      throw new TransferError(
        `${name} has ${wanted} rows, but ${found} arrived. Drop the new database, make it anew, and run the same command again.`,
      );
    }
  }
  return result;
}

/** Host, port and database of a connection string. */
function withoutSecrets(databaseUrl: string): string {
  return databaseUrl.replace(/^\w+:\/\/([^/]*@)?/, '').replace(/\?.*$/s, '');
}
