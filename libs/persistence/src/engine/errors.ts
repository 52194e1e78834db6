import { isRefusal } from './connection-problem.js';

/**
 * Why the database can't be used now. `database_unavailable`: no server answers, or none in time.
 * `database_read_only`: the server that answers is a standby. `database_full`: it has no room on disk.
 */
export type DatabaseProblem = 'database_unavailable' | 'database_read_only' | 'database_full';

/**
 * The database cannot be used now: it is down, starting, stopping, read-only or full, it did not answer in
 * time, or the connection was lost. Nothing is wrong with the statement; try again later (the API answers 503).
 */
export class DatabaseUnavailableError extends Error {
  readonly code: DatabaseProblem;
  constructor(cause: unknown) {
    super('The database is not available', { cause });
    this.name = 'DatabaseUnavailableError';
    this.code = problemOf(cause);
  }
}

/** The server answers, but it cannot write: it is a standby, or was made read-only. */
export class ReadOnlyServerError extends Error {
  readonly code = '25006';
  constructor(server: string, options?: ErrorOptions) {
    super(`The database server ${server} is read-only`, options);
    this.name = 'ReadOnlyServerError';
  }
}

/** No answer within the time that a statement may take; its connection is closed. */
export class StatementDeadlineError extends Error {
  readonly code = 'ETIMEDOUT';
  constructor(deadlineMs: number) {
    super(`The database did not answer within ${deadlineMs} ms`);
    this.name = 'StatementDeadlineError';
  }
}

/** `DATABASE_URL` cannot be used; the message is one line that names it and has no secret. */
export class DatabaseUrlError extends Error {
  readonly code = 'database_url';
  constructor(message: string) {
    super(message);
    this.name = 'DatabaseUrlError';
  }
}

/** The database was closed while somebody waited for it to become usable: the process is ending. */
export class DatabaseClosedError extends Error {
  readonly code = 'database_closed';
  constructor() {
    super('Ended while waiting for the database.');
    this.name = 'DatabaseClosedError';
  }
}

/** A text that was to be kept or looked for has the character U+0000, which PostgreSQL cannot hold. */
export class UnstorableTextError extends Error {
  readonly code = 'unstorable_text';
  constructor(cause: unknown) {
    super('A text has the character U+0000', { cause });
    this.name = 'UnstorableTextError';
  }
}

/** The server or the database is not fit for this library, e.g. too old; the message says what to do. */
export class UnsupportedServerError extends Error {
  readonly code = 'unsupported_server';
  constructor(message: string) {
    super(message);
    this.name = 'UnsupportedServerError';
  }
}

/**
 * SQLSTATEs that say that the server, not the statement, is the matter
 * (postgresql.org/docs/current/errcodes-appendix.html). Class 08, connection exception, is whole.
 */
const UNAVAILABLE_SQLSTATES = new Set([
  '57P01', // admin_shutdown: the server is being stopped
  '57P02', // crash_shutdown: another backend crashed, or an immediate stop
  '57P03', // cannot_connect_now: starting up, shutting down or in recovery
  '53300', // too_many_connections
  '53100', // disk_full
  '58030', // io_error
  '25006', // read_only_sql_transaction: this server is a standby now
  '57014', // query_canceled: the statement took longer than it may, e.g. waiting for a lock
  '57P05', // idle_session_timeout: the server has closed this connection
  '25P03', // idle_in_transaction_session_timeout: likewise
  '25P04', // transaction_timeout: likewise
]);

/** What Node's sockets and resolver say when there is nobody to talk to. */
const UNAVAILABLE_SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT', // a unix socket that is not there
]);

/** node-postgres has no codes for these (pg 8.23, lib/client.js and pg-pool). */
const UNAVAILABLE_MESSAGES = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error',
  'Client was closed and is not queryable',
  'Cannot use a pool after calling end on the pool',
];

/** Whether an error of node-postgres means that the database cannot be used now. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseUnavailableError) return true;
  // By shape, not by class: drivers and test runners have Error classes of other realms.
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string') {
    if (code.startsWith('08') && code.length === 5) return true;
    if (UNAVAILABLE_SQLSTATES.has(code) || UNAVAILABLE_SOCKET_CODES.has(code)) return true;
  }
  if (isRefusal(error)) return true;
  return (
    typeof message === 'string' && UNAVAILABLE_MESSAGES.some((start) => message.startsWith(start))
  );
}

/** Whether running the whole transaction again can help: deadlock, could not serialize, or a stale plan. */
export function isRetryable(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === '40P01' || code === '40001' || isStalePlan(error) || isLostStatement(error);
}

/** Whether the server said why it failed, so that its connection can be used further. */
export function isConnectionAlive(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return !isUnavailable(error) || code === '53100' || code === '57014';
}

function problemOf(error: unknown): DatabaseProblem {
  const { code } = (error ?? {}) as { code?: unknown };
  if (code === '25006') return 'database_read_only';
  return code === '53100' ? 'database_full' : 'database_unavailable';
}

/**
 * Whether a prepared statement does not fit its tables any more: a newer release has migrated them while
 * this one is running. The connection has to be made anew.
 */
export function isStalePlan(error: unknown): boolean {
  // By the place in the server's source: its messages come in the server's language (`lc_messages`).
  const { code, routine } = (error ?? {}) as { code?: unknown; routine?: unknown };
  return code === '0A000' && routine === 'RevalidateCachedQuery';
}

/**
 * Whether a prepared statement is not there, or another one of its name is: a pooler has given this connection
 * another session, and does not keep prepared statements.
 */
export function isLostStatement(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === '26000' || code === '42P05';
}

/** Whether a text has a character that the database's encoding does not know; from us only U+0000. */
export function isUnstorableText(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === '22021';
}

/** Whether the table, or its schema, does not exist. */
export function isUndefinedTable(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === '42P01' || code === '3F000';
}

/** Whether the database role may not do it. */
export function isDenied(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === '42501';
}

/**
 * Whether a schema, table or type could not be created because it exists, or because another transaction is
 * creating it: then it is the unique index of a catalog that refuses.
 */
export function isDuplicateObject(error: unknown): boolean {
  const { code, constraint } = (error ?? {}) as { code?: unknown; constraint?: unknown };
  return (
    ['42P06', '42P07', '42710', '42701'].includes(String(code)) ||
    (code === '23505' && String(constraint).startsWith('pg_'))
  );
}

/** Whether a row could not be written or deleted because another one refers to it, or it to none. */
export function isForeignKeyViolation(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === '23503';
}
