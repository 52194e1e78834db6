import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeliveryWorker,
  KomboCourier,
  OutcomeWaiter,
  ProbeKeeper,
  rate,
  type AccountEvents,
  type AccountStore,
  type Actor,
  type AttemptObserver,
  type ClientOf,
  type DeliveryStore,
  type IntegrationStore,
  type PrivacyStore,
  type ResealProgress,
} from '@result-links/delivery';
import type { KomboClient } from '@result-links/kombo-client';
import {
  openPersistence,
  type Confirmation,
  type ConfirmInput,
  type Persistence,
} from '@result-links/persistence';
import type { Logger } from 'pino';
import { AccountClients } from './accounts/account-clients.js';
import { createKeys, type Keys } from './accounts/keys.js';
import { withOwnChanges } from './accounts/own-changes.js';
import type { EngineConfig } from './config/engine-config.js';
import { DurabilityWatch } from './durability-watch.js';
import { callsWithinOpenFiles } from './open-files.js';
import { openObservability, type Observability } from './observability/observability.js';
import type { EngineHealth } from './observability/readiness.js';
import { Retention } from './privacy/retention.js';
import { systemClock } from './system-clock.js';
import { createWebhooks, type Webhooks } from './webhooks/webhooks.js';

/** The account that the environment configures. */
export const DEFAULT_ACCOUNT = 'default';

/** How long events on the wire may take at a shutdown; what is cut then is sent again. */
const WEBHOOK_GRACE_MS = 2_000;

/** How long health waits for the list of paused accounts once it has heard from the database. */
const PAUSED_ACCOUNTS_MS = 300;

/** What the engine is made of besides its configuration. */
export interface EngineParts {
  /** Client of the default account. The engine does not close it. */
  kombo: KomboClient;
  logger: Logger;
  /** Whether this process delivers. */
  isWorker: boolean;
  /** Secret of Kombo's webhooks when the configuration names none: the embedded sandbox's. */
  komboWebhookSecret?: string;
  /** What traces call this process; default `result-links`. */
  serviceName?: string;
}

/** Everything that keeps and delivers result links, for an API or a worker process to stand on. */
export interface Engine extends Keys {
  readonly deliveries: DeliveryStore;
  readonly integrations: IntegrationStore;
  /** Accounts and our keys of them. */
  readonly accounts: AccountStore;
  /** Tells when accounts or keys have changed, in any process. */
  readonly accountEvents: AccountEvents;
  /** Erasing personal data, and the audit. */
  readonly privacy: PrivacyStore;
  readonly waiter: OutcomeWaiter;
  /** Kombo's webhooks, and the endpoints that ours go to. */
  readonly webhooks: Pick<Webhooks, 'kombo' | 'outgoing'>;
  /** Metrics and traces, where they are wanted. */
  readonly observability: Observability;
  readonly dedupeWindowMs: number;
  /** `embedded` or `postgres`. */
  readonly database: Persistence['kind'];
  /** Seals what is plain or sealed with an older key, see `Persistence.reseal`. */
  reseal(after: string | null, by?: Actor): Promise<ResealProgress>;
  /** Confirms a database that was restored or copied, see `Persistence.confirm`. */
  confirmDatabase(input: ConfirmInput, by?: Actor): Promise<Confirmation>;
  /** The client of an account; `undefined`: there is no such account, or it is disabled. */
  clientOf(accountId: string): KomboClient | undefined;
  /** Like `clientOf`, but looks into the database before it says no: the account may be seconds old. */
  findClient(accountId: string): Promise<KomboClient | undefined>;
  /** Asks the database by writing to it, at most once a second. Answers within 2 s and never throws. */
  health(): Promise<EngineHealth>;
  /** From now on `health` reports that the process is ending. Everything works as before until `close`. */
  announceEnd(): void;
  /** Whether `announceEnd` has been called. */
  readonly isEnding: boolean;
  /** Resolves once the database can be used; waits while its server is down. Starts delivering then. */
  ready(): Promise<void>;
  /**
   * Stops: no new attempts, those under way may end within `graceMs`; the rest stays queued.
   * Calling it again waits for the same end.
   */
  close(graceMs: number): Promise<void>;
}

/**
 * Opens database, queue and (in a worker process) the delivery loop.
 *
 * @throws DirectoryInUseError, EmbeddedEngineError when the embedded database cannot be opened safely; the
 *   system's error when the operations listener cannot have its port
 */
export async function openEngine(config: EngineConfig, parts: EngineParts): Promise<Engine> {
  const { kombo, logger, isWorker, serviceName = 'result-links' } = parts;
  const persistence = await openPersistence({
    dataDir: config.dataDir,
    log: logger,
    encryptionKeys: config.encryptionKeys,
    stateDir: config.stateDir,
    ...(config.databaseUrl !== undefined && { databaseUrl: config.databaseUrl }),
    ...(config.directUrl !== undefined && { directUrl: config.directUrl }),
    ...(config.rate && {
      rate: rate((config.rate.count * 1000) / config.rate.windowMs, 1),
    }),
  });
  const { accounts, events } = persistence;
  const clients = new AccountClients({
    store: accounts,
    events,
    environment: { accountId: DEFAULT_ACCOUNT, client: kombo },
    log: logger,
  });
  const keys = createKeys(persistence, { clock: systemClock, log: logger });
  const waiter = new OutcomeWaiter(persistence.deliveries, persistence.events, systemClock);
  const concurrency = isWorker
    ? callsWithinOpenFiles(config.concurrency, logger)
    : config.concurrency;
  const worker = {
    inFlight: () => workers?.worker.inFlight ?? 0,
    isFull: () => workers?.worker.freeCalls === 0,
    concurrency,
  };
  let isEnding = false;
  const health = async () => ({
    ...(await askHealth(persistence)),
    isEnding,
    isFull: worker.isFull(),
  });
  const observability: Observability = await openObservability(config.observability, {
    ...{ serviceName, logger, health, status: () => persistence.status() },
    isHearing: () => persistence.isHearing(),
    worker: isWorker ? worker : null,
  }).catch(async (error: unknown) => {
    await keys.close();
    await persistence.close();
    throw error;
  });
  const workers = isWorker
    ? createWorkers(concurrency, persistence, (accountId) => clients.find(accountId), {
        log: logger,
        observer: observability.attempts,
      })
    : null;
  const webhooks = await createWebhooks(config.webhooks, {
    ...{ persistence, observability, clock: systemClock, log: logger },
    environmentSecret: environmentSecret(config, parts),
  });
  const retention = new Retention({
    ...{ store: persistence.privacy, retentionMs: config.retentionMs },
    ...{ clock: systemClock, random: Math.random, log: logger },
  });
  const durability = new DurabilityWatch({
    findRisks: () => persistence.durabilityRisks(),
    ...{ clock: systemClock, random: Math.random, log: logger },
  });
  let isStarted = false;
  let readiness: Promise<void> | undefined;
  let end: Promise<void> | undefined;

  const prepare = async () => {
    await persistence.ready();
    await persistence.saveAccount({ id: DEFAULT_ACCOUNT, onUnknown: config.onUnknown });
    await webhooks.check();
    await clients.start();
    if (end === undefined) {
      isStarted = true;
      durability.start();
      workers?.worker.start();
      workers?.keeper.start();
      if (isWorker) webhooks.dispatcher.start();
      if (isWorker) retention.start();
    }
  };
  const shutDown = async (graceMs: number) => {
    waiter.close();
    if (isStarted) {
      await durability.stop();
      await retention.stop();
      await workers?.keeper.stop();
      await workers?.worker.stop(graceMs);
      if (isWorker) await webhooks.dispatcher.stop(WEBHOOK_GRACE_MS);
    }
    await observability.close();
    await keys.close();
    clients.close();
    await persistence.close();
  };

  return {
    deliveries: observability.watched(persistence.deliveries),
    integrations: persistence.integrations,
    accounts: withOwnChanges(accounts, async () => {
      keys.apiKeys.forget();
      await clients.refresh();
    }),
    accountEvents: events,
    apiKeys: keys.apiKeys,
    adminKeys: keys.adminKeys,
    audit: keys.audit,
    privacy: persistence.privacy,
    waiter,
    webhooks,
    observability,
    dedupeWindowMs: config.dedupeWindowMs,
    database: persistence.kind,
    reseal: (after, by) => persistence.reseal(after, by),
    confirmDatabase: (input, by) => persistence.confirm(input, by),
    clientOf: (accountId) => clients.clientOf(accountId),
    findClient: (accountId) => clients.find(accountId),
    health,
    announceEnd: () => void (isEnding = true),
    get isEnding() {
      return isEnding;
    },
    ready: () => (readiness ??= prepare()),
    close: (graceMs) => (end ??= shutDown(graceMs)),
  };
}

function environmentSecret({ webhooks }: EngineConfig, { komboWebhookSecret }: EngineParts) {
  const secret = webhooks.komboSecret ?? komboWebhookSecret;
  return secret === undefined ? null : { accountId: DEFAULT_ACCOUNT, secret };
}

async function askHealth(
  persistence: Persistence,
): Promise<Omit<EngineHealth, 'isEnding' | 'isFull'>> {
  // Asked for at once, and not waited for when the database is silent.
  const paused = persistence.deliveries.listPausedAccounts().catch(() => []);
  const databaseProblem = await persistence.problem();
  const tooLate = sleep(PAUSED_ACCOUNTS_MS, []);
  const pausedAccounts = databaseProblem === null ? await Promise.race([paused, tooLate]) : [];
  return { databaseProblem, pausedAccounts, sendingStop: persistence.sendingStop() };
}

function createWorkers(
  concurrency: number,
  { kind, work, integrations, events }: Persistence,
  clientOf: ClientOf,
  { log, observer }: { log: Logger; observer: AttemptObserver },
) {
  const common = {
    courier: new KomboCourier(clientOf),
    clock: systemClock,
    random: Math.random,
    log,
  };
  return {
    worker: new DeliveryWorker({
      ...common,
      // Unique for the life of a process: a restarted one must not answer for its predecessor.
      workerId: `${hostname()}/${process.pid}/${randomUUID()}`,
      store: work,
      events,
      observer,
      concurrency,
      isAlone: kind === 'embedded',
      // All news come from this process then, and none can get lost: looking each second, for nothing, is
      // most of what an idle one costs.
      ...(kind === 'embedded' && { pollMs: 5_000 }),
    }),
    keeper: new ProbeKeeper({ ...common, store: integrations }),
  };
}
