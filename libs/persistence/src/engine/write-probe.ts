import { setTimeout as sleep } from 'node:timers/promises';
import type { Connections } from './connections.js';
import { DatabaseUnavailableError, isUndefinedTable, type DatabaseProblem } from './errors.js';

/** Between two writes; those who ask meanwhile get the last answer. */
const PAUSE_MS = 1_000;
/** Whoever asks has an answer after this time. */
const ANSWER_MS = 1_500;
/** A probe that takes longer has failed. */
const DEADLINE_MS = 2_000;

/**
 * The smallest write there is: the commit of a transaction with an id waits for the disk, and for standbys. It
 * takes the lock that accepting takes, so it also waits for whoever has locked the table.
 */
const WRITE = `lock table result_links.deliveries in row exclusive mode; select pg_current_xact_id()`;
/**
 * Writes a megabyte to the disk of the database without leaving anything: rows of a function, which are stored
 * before they are read and do not fit into memory. (A sort of wide rows does not do it since PostgreSQL 18: it
 * counts 25 kB for a megabyte.) A small row proves nothing while the last page of its table has room.
 */
const FILL = `set local work_mem = '64kB'; select count(*) from generate_series(1, 75000)`;

/** Finds out whether the database can take a write now. */
export class WriteProbe {
  #running: Promise<DatabaseProblem | null> | null = null;
  #last: DatabaseProblem | null = null;
  #startedAt = -Infinity;

  constructor(private readonly connections: Connections) {}

  /** Why it can't; `null`: it can. Never throws. */
  async ask(): Promise<DatabaseProblem | null> {
    const now = performance.now();
    if (this.#running === null) {
      if (now - this.#startedAt < PAUSE_MS) return this.#last;
      this.#startedAt = now;
      this.#running = this.#write().then((problem) => {
        this.#running = null;
        return (this.#last = problem);
      });
    }
    const patience = new AbortController();
    const noAnswer = sleep(this.#startedAt + ANSWER_MS - now, undefined, {
      signal: patience.signal,
    }).then(
      () => 'database_unavailable' as const,
      () => null,
    );
    return Promise.race([this.#running, noAnswer]).finally(() => patience.abort());
  }

  async #write(): Promise<DatabaseProblem | null> {
    try {
      const text = this.connections.isFull ? FILL : WRITE;
      await this.connections.query(text, undefined, { deadlineMs: DEADLINE_MS });
      this.connections.hasRoom();
      return null;
    } catch (error) {
      // The database is new, and whoever has opened it says that it is not ready yet.
      if (isUndefinedTable(error)) return null;
      return error instanceof DatabaseUnavailableError ? error.code : 'database_unavailable';
    }
  }
}
