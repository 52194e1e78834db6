import { Client } from 'pg';
import type { Log } from '@result-links/delivery';
import type { Transaction } from '../engine/database.js';
import { Listeners } from './listeners.js';
import type { News, NewsDesk } from './news-desk.js';

const DELIVERY_CHANNEL = 'result_links_delivery';
const WORK_CHANNEL = 'result_links_work';
const ACCOUNTS_CHANNEL = 'result_links_accounts';
/** Payload that stands for "many". */
const MANY = '*';
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
/** A connection that is dead without having said so (a lost route) is found by asking now and then. */
const CHECK_INTERVAL_MS = 15_000;
const CHECK_TIMEOUT_MS = 5_000;

/**
 * News by LISTEN/NOTIFY on a connection of its own. NOTIFY is part of the transaction: it arrives when,
 * and only when, that is committed. The connection is made again whenever it is lost; since
 * notifications are not kept for who is away, everybody is then told to look again.
 */
export class PostgresNewsDesk extends Listeners implements NewsDesk {
  #client: Client | null = null;
  #timer: NodeJS.Timeout | undefined;
  #pauseMs = FIRST_PAUSE_MS;
  #stopped = false;

  constructor(
    private readonly connectionString: string,
    private readonly logger: Log,
  ) {
    super(logger);
  }

  start(): void {
    void this.#connect();
  }

  async announce(
    tx: Transaction,
    { deliveryIds = [], work = false, accounts = false }: News,
  ): Promise<void> {
    const ids = deliveryIds === 'many' ? [MANY] : deliveryIds;
    await tx.query(
      `select pg_notify('${DELIVERY_CHANNEL}', id) from unnest($1::text[]) as id
       union all
       select pg_notify('${WORK_CHANNEL}', '') where $2
       union all
       select pg_notify('${ACCOUNTS_CHANNEL}', '') where $3`,
      [ids, work, accounts],
    );
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#client?.end().catch(() => undefined);
    this.#client = null;
  }

  async #connect(): Promise<void> {
    const client = new Client({
      connectionString: this.connectionString,
      application_name: 'result-links events',
      connectionTimeoutMillis: CHECK_TIMEOUT_MS,
      query_timeout: CHECK_TIMEOUT_MS,
      keepAlive: true,
    });
    this.#client = client;
    client.on('error', () => this.#lost(client));
    client.on('end', () => this.#lost(client));
    client.on('notification', ({ channel, payload }) => {
      if (channel === WORK_CHANNEL) this.tell({ work: true });
      else if (channel === ACCOUNTS_CHANNEL) this.tell({ accounts: true });
      else this.tell({ deliveryIds: payload === MANY ? 'many' : [payload ?? ''] });
    });
    try {
      await client.connect();
      await client.query(
        `listen ${DELIVERY_CHANNEL}; listen ${WORK_CHANNEL}; listen ${ACCOUNTS_CHANNEL}`,
      );
      this.#pauseMs = FIRST_PAUSE_MS;
      this.tell({ deliveryIds: 'many', work: true, accounts: true });
      this.#schedule(() => this.#check(client), CHECK_INTERVAL_MS);
    } catch {
      this.#lost(client);
    }
  }

  async #check(client: Client): Promise<void> {
    try {
      await client.query('select 1');
      if (client === this.#client) this.#schedule(() => this.#check(client), CHECK_INTERVAL_MS);
    } catch {
      this.#lost(client);
    }
  }

  /** Ends this connection, if it still is the one, and comes back later with a new one. */
  #lost(client: Client): void {
    if (client !== this.#client) return;
    this.#client = null;
    client.end().catch(() => undefined);
    if (this.#stopped) return;
    if (this.#pauseMs === FIRST_PAUSE_MS) this.logger.warn({}, 'lost the connection for events');
    this.#schedule(() => this.#connect(), this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
  }

  #schedule(action: () => Promise<void>, ms: number): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => void action(), ms);
    this.#timer.unref();
  }
}
