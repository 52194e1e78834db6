import type { Pool, PoolClient, QueryResult } from 'pg';
import type { Log } from '@result-links/delivery';
import type { Queryable, StatementOptions, Transaction, TransactionOptions } from './database.js';
import type { Vault } from '../vault/vault.js';
import { Deadlines } from './deadlines.js';
import {
  DatabaseUnavailableError,
  isConnectionAlive,
  isLostStatement,
  isRetryable,
  isStalePlan,
  isUnavailable,
  isUnstorableText,
  StatementDeadlineError,
  UnstorableTextError,
} from './errors.js';
import { SentStatements } from './sent-statements.js';
import { CONNECT_TIMEOUT_MS, ServerClient } from './server-client.js';
import { beginStatement } from './session.js';
import { statementName } from './statement-names.js';

/** How often a transaction is run at most: more than there are connections with stale plans. */
const MAX_RUNS = 12;
/** How long a statement may take that says nothing else. */
const STATEMENT_DEADLINE_MS = 4_000;
/** How much longer we wait than the server: it ends a slow statement, we end a connection that is dead. */
const ANSWER_TIME_MS = 500;
/** Between two lines of the log that say that the database is away. */
const LOG_PAUSE_MS = 10_000;

/** Statements and transactions on a pool; knows whether the last contact with the database worked. */
export class Connections implements Queryable {
  #up = false;
  /** Whether statements of transactions are prepared once per connection. */
  #isPreparing: boolean;
  #isFull = false;
  #loggedAt = -Infinity;
  /** Connections that have been silent since before this time may be as dead as the one that was found. */
  #suspectBefore = -Infinity;
  readonly #deadlines: Deadlines;

  constructor(
    private readonly pool: Pool,
    private readonly log: Log,
    readonly vault: Vault,
    /** How many servers there are to connect to; `null`: the embedded engine. */
    private readonly serverCount: number | null = null,
  ) {
    this.#isPreparing = serverCount !== null;
    this.#deadlines = new Deadlines(log);
    // Without these two listeners a server that stops ends this process: node-postgres emits 'error'
    // on idle clients (the pool's event) and on checked-out ones (the client's own).
    pool.on('error', (error) => this.#lost(error));
    pool.on('connect', (client) => client.on('error', (error) => this.#lost(error)));
  }

  isUp(): boolean {
    return this.#up;
  }

  /** Whether a statement has failed for want of room on the disk, and none has shown since that there is some. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Notes that there is room on the disk. */
  hasRoom(): void {
    this.#isFull = false;
  }

  async query<Row>(text: string, values?: readonly unknown[], options?: StatementOptions) {
    if (this.serverCount === null) {
      // In no transaction, as VACUUM wants it.
      const run = () => this.pool.query(text, values as unknown[]);
      return this.#observed(async () =>
        toAnswer<Row>(await this.#deadlines.within(options?.deadlineMs ?? null, run())),
      );
    }
    const how = { ...options, isPlannedEachTime: true, isLast: true };
    return this.transaction((tx) => tx.query<Row>(text, values, how), {
      deadlineMs: options?.deadlineMs,
    });
  }

  async transaction<T>(
    work: (tx: Transaction) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T> {
    for (let run = 1; ; run += 1) {
      try {
        return await this.#observed(() => this.#runOnce(work, options));
      } catch (error) {
        if (run === MAX_RUNS || !isRetryable(error)) throw error;
        if (isLostStatement(error)) this.#stopPreparing(error);
        this.log.info({ run, err: error }, 'transaction is run again');
      }
    }
  }

  async #runOnce<T>(
    work: (tx: Transaction) => Promise<T>,
    options: TransactionOptions = {},
  ): Promise<T> {
    const client = await this.#checkOut();
    const server = client instanceof ServerClient ? client : null;
    const actions: (() => void)[] = [];
    const sent = new SentStatements();
    let result: T;
    try {
      // Nothing waits for the answers to these: they travel with the statements that come after them.
      const context = {
        ...{ vault: this.vault, deadlines: this.#deadlines },
        ...{ isPreparing: this.#isPreparing, sent, actions },
      };
      const tx = transactionOn(client, server, context, options);
      result = await work(tx);
      tx.commit();
      await sent.all();
    } catch (told) {
      // What failed first is the reason; what came after it only met a transaction that had failed.
      const error = (await sent.firstFailure()) ?? told;
      // One whose prepared statements have been overtaken by a migration is thrown away as well. The embedded
      // engine has one session, which a new client would find in the transaction.
      const isLost = server !== null && (isStalePlan(error) || !isConnectionAlive(error));
      if (isLost) client.release(error as Error);
      // So is a client that cannot even roll back: passing the error to release() ends it.
      else
        await rollBack(client, server).then(
          () => client.release(),
          (failure: Error) => client.release(failure),
        );
      throw error;
    }
    client.release();
    for (const action of actions) action();
    return result;
  }

  /** A connection that was not silent for longer than one that was found dead; of the first server that can write. */
  async #checkOut(): Promise<PoolClient> {
    const startedAt = performance.now();
    for (let tries = 1; ;) {
      try {
        const client = await this.pool.connect();
        if (!(client instanceof ServerClient) || client.heardAt >= this.#suspectBefore) {
          return client;
        }
        client.release(true);
      } catch (error) {
        // A server that refuses does so at once; one that is silent has taken the time of the next as well.
        const isOutOfTime = performance.now() - startedAt > CONNECT_TIMEOUT_MS / 2;
        if (isOutOfTime || tries >= (this.serverCount ?? 1) || !isUnavailable(error)) throw error;
        tries += 1;
      }
    }
  }

  async #observed<T>(action: () => Promise<T>): Promise<T> {
    try {
      const result = await action();
      this.#up = true;
      return result;
    } catch (error) {
      if (isUnstorableText(error)) throw new UnstorableTextError(error);
      if (!isUnavailable(error)) throw error;
      const unavailable =
        error instanceof DatabaseUnavailableError ? error : new DatabaseUnavailableError(error);
      if (unavailable.code === 'database_full') this.#isFull = true;
      const isLate = error instanceof StatementDeadlineError;
      if (isLate) this.#suspectBefore = performance.now();
      // The embedded engine has no connection to lose.
      if (!isLate || this.serverCount !== null) this.#lost(error);
      throw unavailable;
    }
  }

  #stopPreparing(error: unknown): void {
    if (!this.#isPreparing) return;
    this.#isPreparing = false;
    this.log.warn(
      { err: error },
      'the pooler does not keep prepared statements, so none are used. PgBouncer 1.21 and later do with max_prepared_statements above 0',
    );
  }

  #lost(error: unknown): void {
    const isNews = this.#up && performance.now() - this.#loggedAt > LOG_PAUSE_MS;
    this.#up = false;
    if (!isNews) return;
    this.#loggedAt = performance.now();
    this.log.warn({ err: error }, 'database connection lost');
  }
}

function rollBack(client: PoolClient, server: ServerClient | null): Promise<unknown> {
  const rolledBack = client.query('rollback');
  return server ? server.within(STATEMENT_DEADLINE_MS, rolledBack) : rolledBack;
}

/** node-postgres answers a text of several statements with a list of results, whatever its types say. */
function toAnswer<Row>(result: QueryResult | QueryResult[]): { rows: Row[]; rowCount: number } {
  const results = [result].flat();
  return {
    rows: results.flatMap(({ rows }) => rows as Row[]),
    rowCount: results.reduce((sum, { rowCount }) => sum + (rowCount ?? 0), 0),
  };
}

/** What a transaction is made of besides its connection. */
interface TransactionContext {
  vault: Vault;
  /** For the embedded engine; a {@link ServerClient} has its own. */
  deadlines: Deadlines;
  /** Whether its statements are prepared once per connection. */
  isPreparing: boolean;
  sent: SentStatements;
  actions: (() => void)[];
}

/** Begins a transaction. On a server every statement has a deadline, embedded those that ask for one. */
function transactionOn(
  client: PoolClient,
  server: ServerClient | null,
  { vault, deadlines, isPreparing, sent, actions }: TransactionContext,
  { deadlineMs, ...planning }: TransactionOptions,
): Transaction & { commit(): void } {
  const limitMs = deadlineMs ?? STATEMENT_DEADLINE_MS;
  let statementMs = server ? limitMs : (deadlineMs ?? null);
  const answered = <Answer>(answer: Promise<Answer>) =>
    sent.add(
      server && statementMs !== null
        ? server.within(statementMs + ANSWER_TIME_MS, answer)
        : deadlines.within(statementMs, answer),
    );
  let hasBegun = true;
  let isCommitted = false;
  const run = (text: string, values?: readonly unknown[], options?: StatementOptions) => {
    // Without a transaction around it, it would be committed by itself.
    if (!hasBegun) return Promise.reject(new Error('The transaction has not begun'));
    if (isCommitted) return Promise.reject(new Error('The transaction was committed'));
    if (options?.deadlineMs !== undefined && options.deadlineMs > (statementMs ?? 0)) {
      statementMs = options.deadlineMs;
      if (server) void answered(client.query(`set local statement_timeout = ${statementMs}`));
    }
    const isNamed = isPreparing && values !== undefined && !options?.isPlannedEachTime;
    const name = isNamed ? statementName(text) : undefined;
    const config = name === undefined ? { text } : { name, text };
    const answer = answered(client.query(config, values as unknown[]));
    if (options?.isLast) commit();
    return answer;
  };
  const commit = () => {
    if (isCommitted) return;
    void run('commit', []).catch(() => undefined);
    isCommitted = true;
  };
  // Where nothing is prepared, each plan is made for the tables as they are.
  const plans = isPreparing ? planning : {};
  const begin = client.query(server ? beginStatement(server.major, limitMs, plans) : 'begin');
  void answered(
    begin.catch((error: unknown) => {
      hasBegun = false;
      throw server ? server.explainBegin(error) : error;
    }),
  );
  return {
    vault,
    async query<Row>(text: string, values?: readonly unknown[], options?: StatementOptions) {
      return toAnswer<Row>(await run(text, values, options));
    },
    send: (text, values, options) => void run(text, values, options).catch(() => undefined),
    afterCommit: (action) => void actions.push(action),
    commit,
  };
}
