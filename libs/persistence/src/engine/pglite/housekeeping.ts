import type { Log } from '@result-links/delivery';
import type { Queryable } from '../database.js';

/** How often it is looked whether there is something to do. */
const INTERVAL_MS = 60_000;
/** WAL written since the last checkpoint that makes the next one due at once. */
const CHECKPOINT_WAL_BYTES = 16 * 1024 * 1024;
/** Dead rows that make a table due for VACUUM. */
const VACUUM_DEAD_ROWS = 2_000;

/**
 * What a server's background processes do and PGlite's single process does not: checkpoints and
 * VACUUM. Without them the WAL grows for ever (1.4 GB after a million writes, measured) and so do
 * the tables. Both run in this process and hold up everything else while they do, so they run when
 * there is something to gain: small and often.
 */
export class Housekeeping {
  #timer: NodeJS.Timeout | undefined;
  #lastCheckpoint = '0/0';

  constructor(
    private readonly db: Queryable,
    private readonly log: Log,
  ) {}

  start(): void {
    this.#timer = setInterval(() => void this.run().catch(this.#failed), INTERVAL_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** One round. */
  async run(): Promise<void> {
    for (const table of await this.#tablesWithDeadRows()) {
      await this.db.query(`vacuum (analyze) ${table}`);
    }
    await this.#checkpointIfDue();
  }

  async #checkpointIfDue(): Promise<void> {
    const { rows } = await this.db.query<{ position: string; written: number }>(
      `select pg_current_wal_lsn()::text as position,
              pg_wal_lsn_diff(pg_current_wal_lsn(), $1)::float8 as written`,
      [this.#lastCheckpoint],
    );
    if ((rows[0]?.written ?? 0) < CHECKPOINT_WAL_BYTES) return;
    await this.db.query('checkpoint');
    this.#lastCheckpoint = rows[0]?.position ?? this.#lastCheckpoint;
  }

  /** Quoted names, worst first. */
  async #tablesWithDeadRows(): Promise<string[]> {
    // A server's idle backends hand their counts in by themselves; this one has to be told.
    await this.db.query('select pg_stat_force_next_flush()');
    const { rows } = await this.db.query<{ name: string }>(
      `select format('%I.%I', schemaname, relname) as name
         from pg_stat_user_tables
        where n_dead_tup > greatest($1, n_live_tup / 5)
        order by n_dead_tup desc`,
      [VACUUM_DEAD_ROWS],
    );
    return rows.map((row) => row.name);
  }

  #failed = (error: unknown): void => {
    this.log.warn({ err: error }, 'housekeeping of the embedded database failed');
  };
}
