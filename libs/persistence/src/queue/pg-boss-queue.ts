import { PgBoss } from 'pg-boss';
import type { Log } from '@result-links/delivery';
import type { Database, Queryable, Transaction } from '../engine/database.js';
import type { Job, JobQueue, NewJob, TakeOptions } from './job-queue.js';

/** Schema of pg-boss's own tables. */
export const QUEUE_SCHEMA = 'result_links_queue';
const QUEUE = 'deliver';
const JOB_TABLE = `${QUEUE_SCHEMA}.job`;
/** Jobs per INSERT: pg-boss passes them as one JSON text. */
const INSERT_BATCH = 1_000;
const START_ATTEMPTS = 4;
/** Higher goes first. */
const PRIORITY_OF_REPEATS = 1;

interface JobData {
  deliveryId: string;
}

/**
 * pg-boss on our own pool, with everything switched off that runs by itself: there are no schedules,
 * no active jobs that could expire, no finished ones to delete, and retries are ours. What is left is
 * its table, its indexes and its fair, lock-skipping fetch.
 */
export class PgBossQueue implements JobQueue {
  readonly #boss: PgBoss;

  constructor(
    private readonly db: Database,
    log: Log,
  ) {
    this.#boss = new PgBoss({
      // Never a connection of its own: beside ours, on the embedded engine, its statements would
      // land inside whatever transaction is open there.
      db: { executeSql: (text, values) => db.query(text, values) },
      backend: db.kind === 'embedded' ? 'pglite' : 'postgres',
      schema: QUEUE_SCHEMA,
      schedule: false,
      supervise: false,
      registerInstance: false,
      useListenNotify: false,
    });
    this.#boss.on('error', (error) => log.warn({ error: String(error) }, 'queue error'));
  }

  async start(): Promise<void> {
    // Replicas that start together upgrade its tables together; the later ones may have to try again.
    await this.#boss.start({ attempts: START_ATTEMPTS });
    await this.#boss.createQueue(QUEUE);
    // Fills pg-boss's cache of queues. A miss inside a transaction of ours would ask the pool for
    // a second connection, which the embedded engine does not have.
    await this.#boss.insert(QUEUE, []);
  }

  async enqueue(tx: Transaction, jobs: readonly NewJob[]): Promise<void> {
    for (let from = 0; from < jobs.length; from += INSERT_BATCH) {
      const batch = jobs.slice(from, from + INSERT_BATCH).map((job) => ({
        id: job.id,
        data: { deliveryId: job.deliveryId } satisfies JobData,
        // The group is its own tier, so that each can be given its own limit when taking.
        group: { id: job.group, tier: job.group },
        priority: job.isRepeat ? PRIORITY_OF_REPEATS : 0,
        ...(job.startAfter && { startAfter: job.startAfter.toISOString() }),
      }));
      await this.#boss.insert(QUEUE, batch, { db: executing(tx) });
    }
  }

  async take(tx: Transaction, { shares, exceptGroups }: TakeOptions): Promise<Job[]> {
    const total = [...shares.values()].reduce((sum, share) => sum + share, 0);
    const jobs = await this.#boss.fetch<JobData>(QUEUE, {
      db: executing(tx),
      batchSize: total,
      ignoreGroups: [...exceptGroups],
      // No job is ever active when this runs, so these limits count the jobs of this fetch only.
      groupConcurrency: { default: 1, tiers: Object.fromEntries(shares) },
    });
    return jobs.map((job) => ({
      id: job.id,
      deliveryId: job.data.deliveryId,
      group: job.groupId ?? '',
    }));
  }

  async remove(db: Queryable, jobIds: readonly string[]): Promise<void> {
    if (jobIds.length === 0) return;
    await this.#boss.deleteJob(QUEUE, [...jobIds], { db: executing(db) });
  }

  async removeStale(): Promise<number> {
    const { rowCount } = await this.db.query(
      `delete from ${JOB_TABLE} j
        where j.name = $1
          and not exists (select 1 from result_links.deliveries d
                           where d.id = (j.data ->> 'deliveryId')::uuid and d.job_id = j.id)`,
      [QUEUE],
    );
    return rowCount;
  }

  async stop(): Promise<void> {
    await this.#boss.stop({ graceful: false });
  }
}

/** SQL that is true when the job whose id is in `column` exists. */
export function jobExists(column: string): string {
  return `exists (select 1 from ${JOB_TABLE} j where j.name = '${QUEUE}' and j.id = ${column})`;
}

function executing(db: Queryable) {
  return { executeSql: (text: string, values?: unknown[]) => db.query(text, values) };
}
