import type { Queryable } from '../engine/database.js';

/** Notes that the worker lives, by the database's clock. */
export async function recordHeartbeat(db: Queryable, workerId: string): Promise<void> {
  await db.query(
    `insert into result_links.workers (id, seen_at) values ($1, clock_timestamp())
     on conflict (id) do update set seen_at = excluded.seen_at`,
    [workerId],
  );
}

export async function deleteWorker(db: Queryable, workerId: string): Promise<void> {
  await db.query('delete from result_links.workers where id = $1', [workerId]);
}

/** Forgets all workers: for a database that this process has just been given alone. */
export async function deleteAllWorkers(db: Queryable): Promise<void> {
  await db.query('delete from result_links.workers');
}

/** Forgets workers that have been silent for a day and have no attempt under way. */
export async function deleteLongSilentWorkers(db: Queryable): Promise<void> {
  await db.query(
    `delete from result_links.workers w
      where w.seen_at < now() - interval '1 day'
        and not exists (select 1 from result_links.attempts a
                         where a.worker_id = w.id and a.finished_at is null)`,
  );
}
