import { NO_OBSERVER, type AttemptObserver } from '../attempt-observer.js';
import type { Clock, Courier, DeliveryEvents, Log, WorkStore } from '../ports.js';
import type { Random } from '../waits.js';
import { MINUTE, SECOND } from '../waits.js';

/** What a {@link DeliveryWorker} needs, and how it goes about it. All times in milliseconds. */
export interface DeliveryWorkerOptions {
  /** Unique for the life of a process: a process that starts anew takes a new one. */
  workerId: string;
  store: WorkStore;
  courier: Courier;
  events: DeliveryEvents;
  clock: Clock;
  random: Random;
  log: Log;
  /** Told of every attempt; default: nobody. */
  observer?: AttemptObserver;
  /**
   * Whether no other worker can be alive, because the database has this process alone; default false. Then
   * the attempts of its predecessors are closed at once, also by a process that is itself killed soon.
   */
  isAlone?: boolean;
  /** Calls to Kombo under way at once in this worker; default 20. */
  concurrency?: number;
  /** How often it says that it lives; default 5 s. */
  heartbeatMs?: number;
  /** Silence after which a worker is taken for dead; default 15 s, at least three heartbeats. */
  orphanAfterMs?: number;
  /** How often it looks for the attempts of dead workers; default 2 s. */
  recoverMs?: number;
  /** The longest it sleeps without looking for work, should an event get lost; default 1 s. */
  pollMs?: number;
  /** How often states and counts are compared with the attempts; default 1 min. */
  reconcileMs?: number;
  /** How long a call to Kombo may take before it is cut; default 330 s: Kombo's own limit is 300 s. */
  attemptLimitMs?: number;
  /** How long a call that was cut may take to say how far it got; default 5 s. */
  abortGraceMs?: number;
}

/** The options with every default filled in. */
export type WorkerSettings = Required<DeliveryWorkerOptions>;

/**
 * Fills in the defaults.
 * @throws RangeError for a setting that cannot work, naming it
 */
export function workerSettings(options: DeliveryWorkerOptions): WorkerSettings {
  const given = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as unknown as DeliveryWorkerOptions;
  const settings = {
    observer: NO_OBSERVER,
    isAlone: false,
    concurrency: 20,
    heartbeatMs: 5 * SECOND,
    orphanAfterMs: 15 * SECOND,
    recoverMs: 2 * SECOND,
    pollMs: 1 * SECOND,
    reconcileMs: 1 * MINUTE,
    attemptLimitMs: 330 * SECOND,
    abortGraceMs: 5 * SECOND,
    ...given,
  };
  const {
    workerId: _id,
    store,
    courier,
    events,
    clock,
    random,
    log,
    observer: _observer,
    isAlone: _alone,
    ...numbers
  } = settings;
  for (const [name, value] of Object.entries(numbers)) {
    if (!(Number.isFinite(value) && value > 0)) {
      throw new RangeError(`${name} must be a number above 0, not ${value}`);
    }
  }
  if (!Number.isInteger(settings.concurrency)) {
    throw new RangeError(`concurrency must be a whole number, not ${settings.concurrency}`);
  }
  if (settings.orphanAfterMs < 3 * settings.heartbeatMs) {
    throw new RangeError('orphanAfterMs must be at least three times heartbeatMs');
  }
  return settings;
}
