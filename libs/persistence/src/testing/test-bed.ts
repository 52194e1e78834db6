import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Rate } from '@result-links/delivery';
import { silentLog, until, type StoreBed } from '@result-links/delivery/testing';
import type { EncryptionKey } from '../vault/sealed.js';
import { Vault } from '../vault/vault.js';
import type { Database } from '../engine/database.js';
import { openDatabase } from '../engine/open-database.js';
import { createPersistence, type Persistence } from '../persistence.js';
import { confirmIdentity } from '../statements/identity.js';
import { copyEmbeddedTemplate } from './embedded-template.js';
import { HOSTILE_DEFAULTS } from './hostile-defaults.js';
import { runOn, startPostgres, type TestServer } from './postgres-server.js';

/** Set while the specs of a file run on a server whose defaults are hostile (see `hostile-defaults.ts`). */
const IS_HOSTILE = process.env['RESULT_LINKS_HOSTILE_DEFAULTS'] === '1';

/** Both engines, for `describe.each`. */
export const ENGINES = (IS_HOSTILE ? ['postgres'] : ['postgres', 'embedded']) as (
  'postgres' | 'embedded'
)[];

/** One database, ready to use, with the statements' own door to look behind the stores. */
export interface TestBed extends Persistence, Pick<StoreBed, 'now' | 'pass' | 'openWindow'> {
  db: Database;
  /** Where the embedded engine keeps its files; with a server, nothing is there. */
  dataDir: string;
  /** Connects to the server, for another process's view of it; `undefined`: embedded. */
  databaseUrl: string | undefined;
  /** Runs a statement that takes no transaction around it, e.g. VACUUM. */
  runAlone(statement: string): Promise<void>;
  /** Empties all tables, and closes the replicas. */
  reset(): Promise<void>;
  /** Another replica: stores of their own on the same database (embedded: on the same connection). */
  replica(options?: { rate?: Rate }): Promise<Persistence>;
}

/** A fresh database of the kind. */
export async function openTestBed(
  kind: 'postgres' | 'embedded',
  encryptionKeys: readonly EncryptionKey[] = [],
): Promise<TestBed> {
  const dataDir = mkdtempSync(join(tmpdir(), 'result-links-'));
  const server: TestServer | null = kind === 'postgres' ? await startPostgres() : null;
  const databaseUrl = await server?.createDatabase(IS_HOSTILE ? HOSTILE_DEFAULTS : []);
  if (kind === 'embedded') await copyEmbeddedTemplate(dataDir);
  const open = () =>
    openDatabase({ databaseUrl, dataDir, log: silentLog, vault: new Vault(encryptionKeys) });
  const db = await open();
  const first = createPersistence(db, { log: silentLog });
  await first.ready();
  const replicas: Persistence[] = [];

  return {
    ...first,
    db,
    dataDir,
    databaseUrl,
    replica: async (options = {}) => {
      const own = server ? await open() : { ...db, close: async () => undefined };
      const replica = createPersistence(own, { log: silentLog, ...options });
      await replica.ready();
      replicas.push(replica);
      await until(() => replica.isHearing());
      // Embedded, a second process is not possible, so news travel within the first.
      return server ? replica : { ...replica, events: first.events };
    },
    now: () => new Date(),
    pass: (ms) => moveTimesBack(db, ms),
    openWindow: async (integrationId, size) => {
      await db.query(
        `update result_links.integrations set "window" = $2, concurrency_limit = $2
          where account_id = 'account-1' and id = $1`,
        [integrationId, size],
      );
    },
    runAlone: async (statement) => {
      if (databaseUrl !== undefined) return runOn(databaseUrl, statement);
      await db.query(statement);
    },
    reset: async () => {
      for (const replica of replicas.splice(0)) await replica.close();
      const serverName = await db.server();
      // Together: a process that looks in between would take the empty tables for a restored backup.
      await db.transaction(async (tx) => {
        await tx.query(`truncate result_links.accounts, result_links.integrations,
          result_links.deliveries, result_links.attempts, result_links.moves, result_links.workers,
          result_links.api_keys, result_links.admin_keys, result_links.kombo_webhooks, result_links.webhook_endpoints,
          result_links.webhook_messages, result_links.webhook_attempts`);
        await confirmIdentity(tx, serverName);
      });
    },
    close: async () => {
      for (const replica of replicas) await replica.close();
      await first.close();
      await server?.destroy();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Everything that waits has waited for so much longer. */
async function moveTimesBack(db: Database, ms: number): Promise<void> {
  const times = {
    deliveries: ['next_attempt_at'],
    integrations: ['parked_at', 'probe_at', 'blocked_until', 'rate_reset_at'],
    accounts: ['paused_at', 'probe_at'],
    workers: ['seen_at'],
  };
  const back = (column: string) => `${column} = ${column} - make_interval(secs => ${ms / 1000})`;
  await db.transaction(async (tx) => {
    for (const [table, columns] of Object.entries(times)) {
      await tx.query(`update result_links.${table} set ${columns.map(back).join(', ')}`);
    }
    await tx.query(`update result_links.integrations set gcra_tat_ms = gcra_tat_ms - ${ms}`);
  });
}
