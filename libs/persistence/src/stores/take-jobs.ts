import type { Transaction } from '../engine/database.js';
import type { Job, JobQueue } from '../queue/job-queue.js';

/** Rounds of one claim. Each brings jobs or ends it; the bound is for a queue full of stale jobs. */
const MAX_ROUNDS = 40;

/** What to take, and for whom. */
export interface TakeJobsOptions {
  /** How many jobs of which group. */
  shares: ReadonlyMap<string, number>;
  /** Groups known to have jobs of which nothing may be taken. */
  otherGroups: readonly string[];
  /** Locks the deliveries whose current job is among the given ones and returns their ids. */
  isCurrent(jobs: readonly Job[]): Promise<Set<string>>;
}

/**
 * Takes jobs until every share is used up or nothing is left. The queue hands out the oldest jobs
 * first, so a round may bring jobs of one group only; the next round leaves that one out. A job that
 * is not (any more) its delivery's current one is thrown away.
 */
export async function takeJobs(
  queue: JobQueue,
  tx: Transaction,
  { shares, otherGroups, isCurrent }: TakeJobsOptions,
): Promise<Job[]> {
  const taken: Job[] = [];
  const left = new Map(shares);
  const closed = new Set(otherGroups);
  for (let round = 0; round < MAX_ROUNDS && left.size > 0; round += 1) {
    await tx.query('savepoint take');
    const jobs = await queue.take(tx, { shares: left, exceptGroups: [...closed] });
    const strange = jobs.filter((job) => !left.has(job.group));
    if (strange.length > 0) {
      // Not locked, so not ours to touch: an integration that is new, or jobs that were left behind
      // by deliveries that no longer wait. Undo the round and leave these groups out.
      await tx.query('rollback to savepoint take');
      strange.forEach((job) => closed.add(job.group));
      continue;
    }
    if (jobs.length === 0) break;
    const current = await isCurrent(jobs);
    await queue.remove(
      tx,
      jobs.map((job) => job.id),
    );
    for (const job of jobs.filter(({ deliveryId }) => current.has(deliveryId))) {
      taken.push(job);
      const share = (left.get(job.group) ?? 0) - 1;
      if (share > 0) left.set(job.group, share);
      else left.delete(job.group);
      if (share <= 0) closed.add(job.group);
    }
  }
  return taken;
}
