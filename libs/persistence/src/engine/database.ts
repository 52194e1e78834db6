import type { Log } from '@result-links/delivery';
import type { DatabaseProblem } from './errors.js';
import type { ServerClient } from './server-client.js';
import type { Vault } from '../vault/vault.js';

/** How a statement is run. */
export interface StatementOptions {
  /** See {@link TransactionOptions.deadlineMs}; within a transaction it can only be longer, from then on. */
  deadlineMs?: number;
  /**
   * Whether the server plans it every time, for a statement whose plan of an empty table is no good for a
   * full one: a prepared statement keeps its plan until the table is analyzed. The embedded engine plans every
   * statement each time. Default: false.
   */
  isPlannedEachTime?: boolean;
  /** Whether the transaction is committed right behind it, in the same round trip. Nothing may come after it. */
  isLast?: boolean;
}

/** How a transaction is run. */
export interface TransactionOptions {
  /**
   * Whether every statement finds its rows by an index, one by one. The planner is told so, since it plans a
   * prepared statement once, perhaps while the tables are empty, and then reading all of them looks best: at
   * 6,000 attempts two statements took 0.37 ms each that way, and 0.06 ms by index. Default: false.
   */
  isByIndex?: boolean;
  /**
   * Whether each statement is planned once per connection, whatever its values are. Otherwise the server plans
   * those with lists of a few values anew every time, which took it 0.17 ms for a delivery. Only for
   * statements of which an empty table gets the same plan as a full one. Default: false.
   */
  isPlannedOnce?: boolean;
  /**
   * How long each statement may take, in milliseconds; then it fails with DatabaseUnavailableError, and its
   * transaction is rolled back. A server ends it, and a connection without an answer half a second later is
   * closed. The embedded engine cannot: the statement runs on (outside a transaction it takes effect), which is
   * logged, and the time includes the wait for what is in front of it. Default: 4,000 on a server, no limit
   * embedded.
   */
  deadlineMs?: number | undefined;
}

/** For statements that read much: callers wait for them. */
export const SLOW_READ_MS = 7_000;
/** For statements that go through many rows, or wait for those that do. */
export const BULK_MS = 120_000;

/** What a statement runs on: the database itself, or a transaction. */
export interface Queryable {
  /** Seals and opens what is kept encrypted; here, so that whatever maps a row has it at hand. */
  readonly vault: Vault;
  /**
   * Runs one statement; or several without values, which answer with the rows of all of them.
   *
   * @throws DatabaseUnavailableError when the server cannot be reached or ends the connection.
   */
  query<Row = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
    options?: StatementOptions,
  ): Promise<{ rows: Row[]; rowCount: number }>;
}

/** The same database for statements that may take longer. */
export function patient({ vault, query }: Queryable, deadlineMs: number): Queryable {
  return { vault, query: (text, values, how) => query(text, values, { deadlineMs, ...how }) };
}

/** An open transaction. Never use the database itself beside it: embedded, there is one connection. */
export interface Transaction extends Queryable {
  /**
   * Runs one statement whose answer nobody needs, without waiting for it: it travels with what is sent
   * next, at the latest with the commit. Statements run in the order in which they were given, also those
   * of `query` that nobody awaits in between. If it fails, the transaction does.
   */
  send(text: string, values?: readonly unknown[], options?: StatementOptions): void;
  /** Runs `action` once the transaction is committed; not at all when it is rolled back. */
  afterCommit(action: () => void): void;
}

/** One PostgreSQL dialect, two engines behind it. */
export interface Database extends Queryable {
  /** `postgres`: a server of its own. `embedded`: PGlite in this process, made durable. */
  readonly kind: 'postgres' | 'embedded';
  /** Makes a connection of its own, outside the pool, for LISTEN; not connected yet. `null`: embedded. */
  readonly newClient: ((applicationName: string) => ServerClient) | null;
  /**
   * Runs `work` in one transaction (READ COMMITTED) and commits. A deadlock or a serialization
   * failure runs `work` again, so it must have no effect outside the transaction but `afterCommit`.
   *
   * @throws DatabaseUnavailableError when the connection was lost; when that happened during the
   * commit itself, the transaction may have been committed all the same.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /**
   * What tells this server, or the files of the embedded engine, from a copy of them; `null` if a role without
   * the right to ask is used.
   */
  server(): Promise<string | null>;
  /** Whether the last contact with the database worked. Costs nothing. */
  isUp(): boolean;
  /**
   * Why the database can't take a write now; `null`: it can. Asked by writing, at most once a second.
   * Answers within two seconds and never throws.
   */
  problem(): Promise<DatabaseProblem | null>;
  /**
   * Resolves once the database answers, can write and can be used; waits as long as it takes, or until
   * `signal` aborts (then it rejects with the signal's reason).
   *
   * @throws UnsupportedServerError when the server is too old, or the database cannot keep every text.
   * @throws DatabaseUrlError when the server refuses the connection in a way that waiting does not cure.
   */
  ready(signal?: AbortSignal): Promise<void>;
  /** Waits for the connections in use and closes. */
  close(): Promise<void>;
}

/** How to open the database. */
export interface DatabaseOptions {
  /** PostgreSQL connection URL, of one or several hosts; absent or empty: the embedded engine. */
  databaseUrl?: string;
  /** The server itself, for LISTEN, when a pooler is behind `databaseUrl`. Default: `databaseUrl`. */
  directUrl?: string;
  /** Home of the embedded engine; made when it is not there. Not used with `databaseUrl`. */
  dataDir: string;
  log: Log;
  /** Default: one without keys. */
  vault?: Vault;
  /** Connections in the pool of a PostgreSQL server. Default 10. */
  poolSize?: number;
}
