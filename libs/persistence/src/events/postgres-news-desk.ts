import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Log } from '@result-links/delivery';
import type { Transaction } from '../engine/database.js';
import { Listeners } from './listeners.js';
import type { News, NewsDesk } from './news-desk.js';
import { PendingNews } from './pending-news.js';

/** Between two lots, so that a busy process does not busy the server with telling so. */
const SEND_PAUSE_MS = 20;
const CHANNEL = 'result_links_news';
const NOTIFY = `select pg_notify('${CHANNEL}', message) from unnest($1::text[]) as message`;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
/** A connection that is dead without having said so (a lost route) is found by asking now and then. */
const CHECK_INTERVAL_MS = 15_000;
const CHECK_TIMEOUT_MS = 5_000;

/** What goes through the channel, as JSON. */
interface Message extends News {
  /** The process that tells: it has told its own listeners already. Absent: it has not. */
  from?: string;
}

/**
 * News by LISTEN/NOTIFY on a connection of its own. News of deliveries and work are sent after the
 * commit, many at a time. Not within the transaction: a commit with a NOTIFY holds a lock of the whole
 * server while it is synced, so all of them would go one after the other. The price is that a process
 * that dies right after a commit has told nobody; whoever waits looks again by itself (`OutcomeWaiter`,
 * the worker's poll). News of accounts are few and must not get lost: they are part of the transaction.
 *
 * Listeners of this process are told at once. The connection is made again whenever it is lost; since
 * notifications are not kept for who is away, everybody is then told to look again.
 */
export class PostgresNewsDesk extends Listeners implements NewsDesk {
  readonly #name = randomUUID();
  readonly #pending = new PendingNews();
  #isSending = false;
  #isListening = false;
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

  async announce(tx: Transaction, { accounts, ...news }: News): Promise<void> {
    if (accounts) await tx.query(NOTIFY, [[JSON.stringify({ accounts } satisfies Message)]]);
    tx.afterCommit(() => {
      this.tell(news);
      this.#pending.add(news);
      void this.#send();
    });
  }

  /** Sends what has come together since the last time; what comes meanwhile is the next lot. */
  async #send(): Promise<void> {
    const client = this.#client;
    if (client === null || this.#isSending || !this.#isListening) return;
    this.#isSending = true;
    try {
      for (let lot = this.#pending.take(); lot.length > 0; lot = this.#pending.take()) {
        const messages = lot.map((news): Message => ({ ...news, from: this.#name }));
        await client.query(NOTIFY, [messages.map((message) => JSON.stringify(message))]);
        await sleep(SEND_PAUSE_MS);
      }
    } catch {
      // Whether it arrived is not known: once there is a connection again, everybody looks again.
      this.#pending.add({ deliveryIds: 'many', work: true });
      this.#lost(client);
    } finally {
      this.#isSending = false;
    }
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
    client.on('notification', ({ payload }) => this.#hear(payload ?? '{}'));
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      this.#isListening = true;
      this.#pauseMs = FIRST_PAUSE_MS;
      this.tell({ deliveryIds: 'many', work: true, accounts: true });
      this.#schedule(() => this.#check(client), CHECK_INTERVAL_MS);
      void this.#send();
    } catch {
      this.#lost(client);
    }
  }

  #hear(payload: string): void {
    const { from, ...news } = JSON.parse(payload) as Message;
    if (from !== this.#name) this.tell(news);
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
    this.#isListening = false;
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
