import type { Queryable, Transaction } from '../engine/database.js';

/** A job: the pointer to a delivery that waits for its next attempt. */
export interface Job {
  /** Chosen by whoever enqueues; `deliveries.job_id` holds it while it is the delivery's current job. */
  id: string;
  deliveryId: string;
  /** Jobs of one group share a limit: `account/integration`, see {@link groupOf}. */
  group: string;
}

/** A job to enqueue. */
export interface NewJob extends Job {
  /** Not to be taken before; `null`: now. */
  startAfter: Date | null;
  /** Whether an attempt was made before; what was begun goes before what is new. */
  isRepeat: boolean;
}

/** What to take. */
export interface TakeOptions {
  /** How many jobs of which group. */
  shares: ReadonlyMap<string, number>;
  /** Groups of which nothing is to be taken. Groups in neither may turn up, with one job each. */
  exceptGroups: readonly string[];
}

/**
 * The queue, as little of it as is used: jobs come and go in transactions of ours, one job for one
 * attempt. The queue may be emptied at any time; the reconciler fills it again from the deliveries.
 */
export interface JobQueue {
  /** Makes or upgrades its tables; call once before anything else. */
  start(): Promise<void>;
  enqueue(tx: Transaction, jobs: readonly NewJob[]): Promise<void>;
  /**
   * Takes due jobs, what was begun first, then oldest first. Taken jobs are removed or, with the
   * transaction, given back; between transactions a job is never "active".
   */
  take(tx: Transaction, options: TakeOptions): Promise<Job[]>;
  remove(db: Queryable, jobIds: readonly string[]): Promise<void>;
  /** Removes the jobs that are not (any more) their delivery's current one. Returns how many. */
  removeStale(): Promise<number>;
  stop(): Promise<void>;
}

/** The group of an integration's jobs. */
export function groupOf(integration: { accountId: string; integrationId: string }): string {
  return `${integration.accountId}/${integration.integrationId}`;
}
