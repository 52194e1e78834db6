import type {
  Account,
  AccountEvents,
  AccountStore,
  Actor,
  AdminKeyStore,
  AuditRecordStore,
  DeliveryEvents,
  DeliveryStore,
  IntegrationStore,
  Log,
  PrivacyStore,
  Rate,
  ResealProgress,
  WorkStore,
} from '@result-links/delivery';
import type { Database, DatabaseOptions } from './engine/database.js';
import { openDatabase } from './engine/open-database.js';
import { DatabaseClosedError, type DatabaseProblem } from './engine/errors.js';
import { refusingUntil, untilDone } from './engine/readiness.js';
import { LocalNewsDesk } from './events/local-news-desk.js';
import type { NewsDesk } from './events/news-desk.js';
import { PostgresNewsDesk } from './events/postgres-news-desk.js';
import { DatabaseIdentity, type SendingStop } from './identity/database-identity.js';
import { ProgressFile, type StateDirectory } from './identity/progress-file.js';
import { migrate } from './migrations/migrate.js';
import { upsertAccountPolicy } from './statements/accounts.js';
import { findDurabilityRisks, type DurabilityRisk } from './statements/durability.js';
import { endAllLeases } from './statements/webhook-messages.js';
import { deleteAllWorkers } from './statements/workers.js';
import { SqlAccountStore } from './stores/account-store.js';
import { SqlAdminKeyStore } from './stores/admin-key-store.js';
import { SqlAuditRecordStore } from './stores/audit-record-store.js';
import {
  confirmDatabase,
  type Confirmation,
  type ConfirmInput,
} from './stores/confirm-database.js';
import { SqlDeliveryStore } from './stores/delivery-store.js';
import { SqlIntegrationStore } from './stores/integration-store.js';
import {
  applyKomboWebhook,
  type KomboWebhookEffect,
  type KomboWebhookInput,
} from './stores/kombo-news.js';
import { readStatus, type ServiceStatus } from './stores/read-status.js';
import { resealSome } from './stores/reseal.js';
import { SqlWebhookEndpointStore } from './stores/webhook-endpoint-store.js';
import { SqlWebhookOutbox } from './stores/webhook-outbox.js';
import { SqlPrivacyStore } from './stores/privacy-store.js';
import { SqlWorkStore } from './stores/work-store.js';
import { prepareVault } from './vault/sealing-keys.js';
import type { EncryptionKey } from './vault/sealed.js';
import { Vault } from './vault/vault.js';
import type { WebhookEndpointStore, WebhookOutbox } from './webhooks.js';

/** How to open everything that is kept. */
export interface PersistenceOptions extends DatabaseOptions {
  /** A rate per integration besides what Kombo tells; absent: none. */
  rate?: Rate;
  /** The first one seals, all of them open; default: none, bodies are kept as they are. */
  encryptionKeys?: readonly EncryptionKey[];
  /** Where progress is remembered, to recognize a restored database after a restart; absent: nowhere. */
  stateDir?: StateDirectory;
}

/** Everything that is kept, by what it is needed for. */
export interface Persistence {
  readonly kind: Database['kind'];
  readonly deliveries: DeliveryStore;
  readonly work: WorkStore;
  readonly integrations: IntegrationStore;
  readonly accounts: AccountStore;
  readonly adminKeys: AdminKeyStore;
  readonly auditRecords: AuditRecordStore;
  readonly privacy: PrivacyStore;
  readonly events: DeliveryEvents & AccountEvents;
  readonly webhookEndpoints: WebhookEndpointStore;
  readonly webhookOutbox: WebhookOutbox;
  /** Acts on a (verified) webhook of Kombo, once. */
  applyKomboWebhook(input: KomboWebhookInput): Promise<KomboWebhookEffect>;
  /** What waits, and why, of all accounts. Some milliseconds; not for every request. */
  status(): Promise<ServiceStatus>;
  /** Ways in which the server can lose commits at present. */
  durabilityRisks(): Promise<DurabilityRisk[]>;
  /** Why nothing is sent: the database was restored or copied; `null`: sending is allowed. */
  sendingStop(): SendingStop | null;
  /**
   * Confirms a database that was restored or copied, see `ConfirmInput`.
   *
   * @throws UnfinishedMoveError
   */
  confirm(input: ConfirmInput, by?: Actor): Promise<Confirmation>;
  /** Makes the account or changes its policy for attempts of unknown outcome. */
  saveAccount(account: Pick<Account, 'id' | 'onUnknown'>): Promise<void>;
  /**
   * Seals what is plain, or sealed with another key than the first, batch by batch: every call goes on
   * after `next` of the one before. Can be stopped and started over at any time.
   *
   * @throws EncryptionKeyMissingError when there is no key
   */
  reseal(after: string | null, by?: Actor): Promise<ResealProgress>;
  /**
   * Resolves once the stores can be used: the database answers and its schema is up to date. Waits
   * while the server is down. Call it before the stores; again it gives the same promise.
   *
   * @throws DatabaseClosedError when `close` is called meanwhile.
   * @throws UnsupportedServerError when the server is too old, or the database cannot keep every text.
   * @throws EncryptionKeysError when something is sealed that the keys do not open.
   * @throws DatabaseMovedError if the embedded database was moved to a server.
   */
  ready(): Promise<void>;
  /** Whether the stores can be used, as far as is known: ready, and the last contact worked. */
  isUp(): boolean;
  /** Whether change notifications of other processes arrive; `false`: the database is polled. */
  isHearing(): boolean;
  /** Why nothing can be written now; `null`: it can. See `Database.problem`. */
  problem(): Promise<DatabaseProblem | null>;
  close(): Promise<void>;
}

/**
 * Opens database and events. With a PostgreSQL server this works while that is down; every
 * method of the stores then throws DatabaseUnavailableError.
 *
 * @throws DirectoryInUseError, EmbeddedEngineError see `openDatabase`; StateDirectoryError
 */
export async function openPersistence(options: PersistenceOptions): Promise<Persistence> {
  const vault = new Vault(options.encryptionKeys);
  const file = options.stateDir && new ProgressFile(options.stateDir, options.log);
  file?.prepare();
  return createPersistence(await openDatabase({ ...options, vault }), { ...options, file });
}

/** The stores on an open database, which they own from now on. */
export function createPersistence(
  db: Database,
  { log, rate, file }: Pick<PersistenceOptions, 'log' | 'rate'> & { file?: ProgressFile },
): Persistence {
  const news = newsDesk(db, log);
  const closing = new AbortController();
  let isReady = false;
  const identity = new DatabaseIdentity(db, log, file);
  const context = {
    ...{ db: refusingUntil(() => isReady, db), news, log, identity },
    ...(rate && { rate }),
  };
  let readiness: Promise<void> | undefined;

  const prepare = async (): Promise<void> => {
    await untilDone(db, closing.signal, async () => {
      await migrate(db, log);
      await identity.prepare();
      await prepareVault(db, db.vault);
      if (db.kind === 'embedded') {
        // The directory lock says that whoever worked here before is dead.
        await deleteAllWorkers(db);
        await endAllLeases(db);
      }
    });
    news.start();
    identity.watch();
    isReady = true;
  };

  return {
    kind: db.kind,
    deliveries: new SqlDeliveryStore(context),
    work: new SqlWorkStore(context),
    integrations: new SqlIntegrationStore(context),
    accounts: new SqlAccountStore(context),
    adminKeys: new SqlAdminKeyStore(context),
    auditRecords: new SqlAuditRecordStore(context),
    privacy: new SqlPrivacyStore(context),
    events: news,
    webhookEndpoints: new SqlWebhookEndpointStore(context),
    webhookOutbox: new SqlWebhookOutbox(context),
    applyKomboWebhook: (input) => applyKomboWebhook(context, input),
    status: () => readStatus(context),
    durabilityRisks: () => findDurabilityRisks(context.db),
    sendingStop: () => identity.stop,
    confirm: (input, by) => confirmDatabase(context, input, by),
    saveAccount: ({ id, onUnknown }) => upsertAccountPolicy(context.db, id, onUnknown),
    reseal: (after, by) => resealSome(context, after, by),
    ready: () => (readiness ??= prepare()),
    isUp: () => isReady && db.isUp(),
    isHearing: () => news.isHearing,
    problem: async () => (await db.problem()) ?? (isReady ? null : 'database_unavailable'),
    close: async () => {
      closing.abort(new DatabaseClosedError());
      await readiness?.catch(() => undefined);
      identity.close();
      await news.stop();
      await db.close();
    },
  };
}

function newsDesk(db: Database, log: Log): NewsDesk {
  return db.newClient === null ? new LocalNewsDesk(log) : new PostgresNewsDesk(db, log);
}
