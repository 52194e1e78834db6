import type { Pool, PoolClient, QueryResult } from 'pg';
import type { Log } from '@result-links/delivery';
import type { Queryable, StatementOptions, Transaction, TransactionOptions } from './database.js';
import type { Vault } from '../vault/vault.js';
import {
  DatabaseUnavailableError,
  isLostStatement,
  isRetryable,
  isStalePlan,
  isUnavailable,
  isUnstorableText,
  UnstorableTextError,
} from './errors.js';
import { SentStatements } from './sent-statements.js';
import { statementName } from './statement-names.js';

/** How often a transaction is run at most: more than there are connections with stale plans. */
const MAX_RUNS = 12;

/**
 * Begins a transaction on a server. A statement that takes longer than two minutes is ended: nothing here does
 * when all is well. So is the transaction of a process that is frozen, after one. Said here and not as the
 * connection is made, which poolers refuse. Never prepared: if it failed, what follows would be committed alone.
 */
const BEGIN = `begin; set local statement_timeout = '120s';
  set local idle_in_transaction_session_timeout = '60s'`;

const BY_INDEX = `select set_config(name, 'off', true)
  from unnest(array['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin']) as name`;

/** Statements and transactions on a pool; knows whether the last contact with the database worked. */
export class Connections implements Queryable {
  #up = false;
  /** Whether statements of transactions are prepared once per connection. */
  #isPreparing: boolean;

  constructor(
    private readonly pool: Pool,
    private readonly log: Log,
    readonly vault: Vault,
    isPreparing = false,
    private readonly isServer = isPreparing,
  ) {
    this.#isPreparing = isPreparing;
    // Without these two listeners a server that stops ends this process: node-postgres emits 'error'
    // on idle clients (the pool's event) and on checked-out ones (the client's own).
    pool.on('error', (error) => this.#lost(error));
    pool.on('connect', (client) => client.on('error', (error) => this.#lost(error)));
  }

  isUp(): boolean {
    return this.#up;
  }

  async query<Row>(text: string, values?: readonly unknown[]) {
    return this.#observed(async () => {
      return toAnswer<Row>(await this.pool.query(text, values as unknown[]));
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
        this.log.info({ run, error: String(error) }, 'transaction is run again');
      }
    }
  }

  async #runOnce<T>(
    work: (tx: Transaction) => Promise<T>,
    options: TransactionOptions = {},
  ): Promise<T> {
    const client = await this.pool.connect();
    const actions: (() => void)[] = [];
    const sent = new SentStatements();
    let result: T;
    try {
      // Nothing waits for the answers to these: they travel with the statements that come after them.
      const tx = transactionOn(client, this.#isPreparing, { sent, actions }, this.vault);
      tx.send(this.isServer ? BEGIN : 'begin');
      // Where nothing is prepared, each plan is made for the tables as they are.
      if (options.isByIndex && this.#isPreparing) tx.send(BY_INDEX, []);
      result = await work(tx);
      tx.send('commit', []);
      await sent.all();
    } catch (told) {
      // What failed first is the reason; what came after it only met a transaction that had failed.
      const error = (await sent.firstFailure()) ?? told;
      // A client that cannot even roll back is thrown away: passing the error to release() ends it.
      await client.query('rollback').then(
        // So is one whose prepared statements have been overtaken by a migration.
        () => (isStalePlan(error) ? client.release(error as Error) : client.release()),
        (failure: Error) => client.release(failure),
      );
      throw error;
    }
    client.release();
    for (const action of actions) action();
    return result;
  }

  async #observed<T>(action: () => Promise<T>): Promise<T> {
    try {
      const result = await action();
      this.#up = true;
      return result;
    } catch (error) {
      if (isUnstorableText(error)) throw new UnstorableTextError(error);
      if (!isUnavailable(error)) throw error;
      this.#lost(error);
      throw error instanceof DatabaseUnavailableError ? error : new DatabaseUnavailableError(error);
    }
  }

  #stopPreparing(error: unknown): void {
    if (!this.#isPreparing) return;
    this.#isPreparing = false;
    this.log.warn(
      { error: String(error) },
      'the pooler does not keep prepared statements, so none are used. PgBouncer 1.21 and later do with max_prepared_statements above 0',
    );
  }

  #lost(error: unknown): void {
    if (this.#up) this.log.warn({ error: String(error) }, 'database connection lost');
    this.#up = false;
  }
}

/** node-postgres answers a text of several statements with a list of results, whatever its types say. */
function toAnswer<Row>(result: QueryResult | QueryResult[]): { rows: Row[]; rowCount: number } {
  const results = [result].flat();
  return {
    rows: results.flatMap(({ rows }) => rows as Row[]),
    rowCount: results.reduce((sum, { rowCount }) => sum + (rowCount ?? 0), 0),
  };
}

function transactionOn(
  client: PoolClient,
  isPreparing: boolean,
  { sent, actions }: { sent: SentStatements; actions: (() => void)[] },
  vault: Vault,
): Transaction {
  const run = (text: string, values?: readonly unknown[], options?: StatementOptions) => {
    const isNamed = isPreparing && values !== undefined && !options?.isPlannedEachTime;
    const name = isNamed ? statementName(text) : undefined;
    const config = name === undefined ? { text } : { name, text };
    return sent.add(client.query(config, values as unknown[]));
  };
  return {
    vault,
    async query<Row>(text: string, values?: readonly unknown[], options?: StatementOptions) {
      return toAnswer<Row>(await run(text, values, options));
    },
    send: (text, values, options) => void run(text, values, options),
    afterCommit: (action) => void actions.push(action),
  };
}
