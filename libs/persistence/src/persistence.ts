import type {
  Account,
  DeliveryEvents,
  DeliveryStore,
  IntegrationStore,
  Log,
  Rate,
  WorkStore,
} from '@result-links/delivery';
import { openDatabase, type Database, type DatabaseOptions } from './engine/database.js';
import { refusingUntil, untilDone } from './engine/readiness.js';
import { LocalNewsDesk } from './events/local-news-desk.js';
import type { NewsDesk } from './events/news-desk.js';
import { PostgresNewsDesk } from './events/postgres-news-desk.js';
import { migrate } from './migrations/migrate.js';
import { PgBossQueue } from './queue/pg-boss-queue.js';
import { upsertAccountPolicy } from './statements/accounts.js';
import { deleteAllWorkers } from './statements/workers.js';
import { SqlDeliveryStore } from './stores/delivery-store.js';
import { SqlIntegrationStore } from './stores/integration-store.js';
import { readStatus, type ServiceStatus } from './stores/read-status.js';
import { SqlWorkStore } from './stores/work-store.js';

/** How to open everything that is kept. */
export interface PersistenceOptions extends DatabaseOptions {
  /** A rate per integration besides what Kombo tells; absent: none. */
  rate?: Rate;
}

/** Everything that is kept, by what it is needed for. */
export interface Persistence {
  readonly kind: Database['kind'];
  readonly deliveries: DeliveryStore;
  readonly work: WorkStore;
  readonly integrations: IntegrationStore;
  readonly events: DeliveryEvents;
  /** What waits, and why, of all accounts. Some milliseconds; not for every request. */
  status(): Promise<ServiceStatus>;
  /** Makes the account or changes its policy for attempts of unknown outcome. */
  saveAccount(account: Pick<Account, 'id' | 'onUnknown'>): Promise<void>;
  /**
   * Resolves once the stores can be used: the database answers and its schema is up to date. Waits
   * while the server is down. Call it before the stores; again it gives the same promise.
   *
   * @throws UnsupportedServerError when the server is too old.
   */
  ready(): Promise<void>;
  /** Whether the stores can be used, as far as is known: ready, and the last contact worked. */
  isUp(): boolean;
  /** Asks the database now; false also while it is not ready. Never throws. */
  ping(): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Opens database, queue and events. With a PostgreSQL server this works while that is down; every
 * method of the stores then throws DatabaseUnavailableError.
 *
 * @throws DirectoryInUseError, EmbeddedEngineError see `openDatabase`
 */
export async function openPersistence(options: PersistenceOptions): Promise<Persistence> {
  return createPersistence(await openDatabase(options), options);
}

/** The stores on an open database, which they own from now on. */
export function createPersistence(
  db: Database,
  { log, rate }: Pick<PersistenceOptions, 'log' | 'rate'>,
): Persistence {
  const queue = new PgBossQueue(db, log);
  const news = newsDesk(db, log);
  const closing = new AbortController();
  let isReady = false;
  const context = { db: refusingUntil(() => isReady, db), queue, news, ...(rate && { rate }) };
  let readiness: Promise<void> | undefined;

  const prepare = async (): Promise<void> => {
    await untilDone(db, closing.signal, async () => {
      await migrate(db, log);
      await queue.start();
      if (db.kind === 'embedded') {
        // The directory lock says that whoever worked here before is dead.
        await deleteAllWorkers(db);
      }
    });
    news.start();
    isReady = true;
  };

  return {
    kind: db.kind,
    deliveries: new SqlDeliveryStore(context),
    work: new SqlWorkStore(context),
    integrations: new SqlIntegrationStore(context),
    events: news,
    status: () => readStatus(context),
    saveAccount: ({ id, onUnknown }) => upsertAccountPolicy(context.db, id, onUnknown),
    ready: () => (readiness ??= prepare()),
    isUp: () => isReady && db.isUp(),
    ping: async () => isReady && (await db.ping()),
    close: async () => {
      closing.abort(new Error('The database was closed'));
      await readiness?.catch(() => undefined);
      await news.stop();
      await queue.stop();
      await db.close();
    },
  };
}

function newsDesk(db: Database, log: Log): NewsDesk {
  return db.connectionString === null
    ? new LocalNewsDesk(log)
    : new PostgresNewsDesk(db.connectionString, log);
}
