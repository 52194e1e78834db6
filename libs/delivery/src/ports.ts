/**
 * What the rules need from the outside. `libs/persistence` implements the stores, the apps the rest;
 * tests have their own. Every method is one transaction: it happened whole, or it threw and nothing happened.
 * Those with a parameter `by` record what they do, see `AuditRecordStore`; without it the service itself acts.
 */
import type {
  Account,
  Attempt,
  AttemptResult,
  Delivery,
  Integration,
  OutcomeDetails,
  ResultLinkBody,
  Target,
} from './model.js';
import type { Actor } from './audit/index.js';
import type { IntegrationPace } from './pacing.js';
import type { Transition } from './decide.js';
import type { DeliveryState } from './states.js';

/** Time, injected so that tests can turn it. */
export interface Clock {
  /** The time of day, for what people read and for comparison with stored times. It may be set at any moment. */
  now(): Date;
  /**
   * Milliseconds since some fixed moment, for measuring how long something takes. Setting the time of day does
   * not move it; it may stand still while the machine is suspended.
   */
  monotonicMs(): number;
  /** Resolves after `ms`, or at once when `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** A result link that has passed validation and is to be kept. */
export interface AcceptInput {
  accountId: string;
  integrationId: string;
  target: Target;
  body: ResultLinkBody;
  contentHash: string;
  /** The caller's `Idempotency-Key`; without one the content is the key. */
  idempotencyKey: string | null;
  /** How long the content counts as a key, in milliseconds; 0: never. */
  dedupeWindowMs: number;
}

/** What came of accepting. */
export type AcceptResult =
  /** A new delivery; it is committed. */
  | { kind: 'accepted'; delivery: Delivery }
  /** The same request was accepted before: this is its delivery. */
  | { kind: 'replayed'; delivery: Delivery }
  /** The key was used before for another content. */
  | { kind: 'key_reused'; delivery: Delivery };

/** An attempt this worker has just been given: its intent is committed. */
export interface StartedAttempt {
  delivery: Delivery;
  attempt: Attempt;
}

/** An attempt's end, written in one transaction with everything that follows from it. */
export interface FinishInput {
  deliveryId: string;
  attemptNumber: number;
  /**
   * `startedAt` of the attempt. After the database has lost an attempt, the next one of the delivery has the
   * same number; this tells them apart.
   */
  startedAt: Date;
  /** Who closes it: the worker that made the attempt, or the one that took that worker for dead. */
  workerId: string;
  result: AttemptResult;
  transition: Transition;
  /**
   * When the answer came, by the worker's clock. `transition.nextAttemptAt - at` is the wait that was
   * decided: a store with a clock of its own adds that to its own present (`rebased` does it), so
   * that a worker whose clock is wrong is not early.
   */
  at: Date;
}

/** Which integration. */
export type IntegrationName = Pick<Delivery, 'accountId' | 'integrationId'>;

/** The open calls of a worker, which decide what it may be given. */
export interface WorkerLoad {
  /** Maximum number of open calls; one with a large body counts as several. */
  readonly places: number;
  /** Calls that may be opened besides the present ones. */
  readonly free: number;
  /** Open calls of an integration. */
  callsOf(integration: IntegrationName): number;
  /** Whether requests of the account don't get onto the wire at present. */
  isStuck(accountId: string): boolean;
}

/** What the worker loop needs of the database. */
export interface WorkStore {
  /**
   * Takes up to `limit` due deliveries and commits the intent of one attempt for each, fairly across
   * integrations, never beyond an integration's limits nor beyond its share of the worker (`callShare`).
   *
   * @param load open calls of the worker; absent: none, and room for any number
   */
  startAttempts(workerId: string, limit: number, load?: WorkerLoad): Promise<StartedAttempt[]>;
  /**
   * Attempts in progress that were given to this worker. It asks after a `startAttempts` that threw, which
   * may have been committed all the same: no one else would ever recover those, since the worker lives.
   *
   * @param isKnown leaves out attempts that the worker has in hand
   */
  openAttempts(
    workerId: string,
    isKnown?: (attempt: Attempt) => boolean,
  ): Promise<StartedAttempt[]>;
  /**
   * Commits outcome, next state, queue action and the integration's new pace (`closeAttempt` is the rule
   * for the delivery, `paceAfter` for the pace). `false`: this attempt had been closed before, by the same
   * call or by somebody else (its worker was taken for dead). Then only an attempt recorded as `unknown`
   * still takes a better known outcome, by the same rule; calling twice changes nothing the second time.
   *
   * @throws AttemptGoneError if the store has no such attempt; trying again is pointless
   */
  finishAttempt(input: FinishInput): Promise<boolean>;
  /** Says that this worker lives. */
  heartbeat(workerId: string): Promise<void>;
  /**
   * Attempts under way whose worker has not been heard of for `silenceMs` by the store's clock, or has
   * signed off.
   */
  findOrphans(silenceMs: number, limit: number): Promise<StartedAttempt[]>;
  /** Forgets a worker that has ended in good order. */
  signOff(workerId: string): Promise<void>;
  /** Brings states and counts in line with deliveries and attempts. Returns how many were wrong. */
  reconcile(): Promise<number>;
  /** When the next delivery falls due, for sleeping until then; `null`: nothing waits. */
  nextDueAt(): Promise<Date | null>;
  getAccount(accountId: string): Promise<Account>;
}

/** What probing and releasing need of the database. */
export interface IntegrationStore {
  /** Parked integrations whose probe is due; claims them for `claimMs` so that one replica probes. */
  claimDueProbes(limit: number, claimMs: number): Promise<Integration[]>;
  /** Still broken: the next probe in `probeInMs`; one more in `probeCount`. */
  postponeProbe(accountId: string, integrationId: string, probeInMs: number): Promise<void>;
  /** Back: its parked deliveries are queued again, its pace starts slowly. Returns how many were parked. */
  releaseIntegration(accountId: string, integrationId: string, by?: Actor): Promise<number>;
  getIntegration(accountId: string, integrationId: string): Promise<Integration | null>;
  /** Paused accounts whose probe is due; claimed like integrations. */
  claimDueAccountProbes(limit: number, claimMs: number): Promise<Account[]>;
  postponeAccountProbe(accountId: string, probeInMs: number): Promise<void>;
  releaseAccount(accountId: string): Promise<number>;
}

/** Which deliveries; absent filters match all. */
export interface DeliveryFilter {
  accountId: string;
  /** Only these. */
  ids?: string[];
  states?: DeliveryState[];
  integrationId?: string;
  /** Of these integrations only; an empty list matches nothing. */
  integrationIds?: readonly string[];
  target?: Partial<Target>;
  errorCode?: string;
  acceptedAfter?: Date;
  acceptedBefore?: Date;
}

/** What the API needs of the database. */
export interface DeliveryStore {
  accept(input: AcceptInput): Promise<AcceptResult>;
  find(accountId: string, id: string): Promise<Delivery | null>;
  listAttempts(accountId: string, deliveryId: string): Promise<Attempt[]>;
  /**
   * Newest first; `cursor` is what the page before returned.
   *
   * @throws InvalidCursorError for a cursor that was not handed out
   */
  list(
    filter: DeliveryFilter,
    page: { limit: number; cursor?: string },
  ): Promise<{ deliveries: Delivery[]; nextCursor: string | null }>;
  /**
   * Moves one delivery by hand, if its state is one of `from`. Moving to `queued` gives it a job and a
   * fresh start: `countedAttempts` and `throttledInARow` are 0 again. In a parked integration or a paused
   * account it goes to `parked` instead.
   * Returns the delivery as it is afterwards, moved or not; `null`: there is none.
   */
  move(
    accountId: string,
    id: string,
    from: readonly DeliveryState[],
    to: DeliveryState,
    note: string,
    by?: Actor,
  ): Promise<{ moved: boolean; delivery: Delivery } | null>;
  /** Queues all that match and are in one of `from`; with `dryRun` only counts them. */
  requeueAll(
    filter: DeliveryFilter,
    from: readonly DeliveryState[],
    options: { dryRun: boolean },
    by?: Actor,
  ): Promise<number>;
  countByState(accountId: string): Promise<Record<DeliveryState, number>>;
  listPausedAccounts(): Promise<Account[]>;
}

/**
 * Tells that a delivery has changed, also when another replica changed it. Not when an attempt begins: that
 * is no news to anybody who waits.
 */
export interface DeliveryEvents {
  /**
   * Returns the function that ends the subscription. `null`: any delivery may have changed (many did at
   * once, or news may have been missed); look again.
   */
  subscribe(listener: (deliveryId: string | null) => void): () => void;
  /** Tells whenever work may have become due. */
  onWork(listener: () => void): () => void;
}

/** Sends one result link to Kombo and says what came of it; never throws. */
export interface Courier {
  /** @param onSent is called when the request goes onto the wire; may be called more than once */
  send(delivery: Delivery, signal: AbortSignal, onSent: () => void): Promise<AttemptResult>;
  /** Whether result links can be written to the integration now. `null`: could not be found out. */
  probeIntegration(integration: Integration, signal: AbortSignal): Promise<boolean | null>;
  /** Whether Kombo takes the account's key now. `null`: could not be found out. */
  probeAccount(accountId: string, signal: AbortSignal): Promise<boolean | null>;
}

/** Structured log; never given bodies, names or keys. */
export interface Log {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

export type { IntegrationPace, OutcomeDetails };
