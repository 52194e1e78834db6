import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@result-links/delivery';
import type { Database, Transaction } from '../engine/database.js';
import { CONNECT_TIMEOUT_MS, type ServerClient } from '../engine/server-client.js';
import { beginStatement } from '../engine/session.js';
import { Hearing } from './hearing.js';
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
const CHECK_INTERVAL_MS = 5_000;
const DEADLINE_MS = 4_000;

/** What goes through the channel, as JSON. */
interface Message extends News {
  /** The process that tells: it has told its own listeners already. Absent: it has not. */
  from?: string;
  /** Nothing but a test whether notifications arrive. */
  test?: string;
}

/**
 * News by LISTEN/NOTIFY, heard on a connection of its own. News of deliveries and work are sent after the
 * commit, many at a time. Not within the transaction: a commit with a NOTIFY holds a lock of the whole
 * server while it is synced, so all of them would go one after the other. The price is that a process
 * that dies right after a commit has told nobody; whoever waits looks again by itself (`OutcomeWaiter`,
 * the worker's poll). News of accounts are few and must not get lost: they are part of the transaction.
 *
 * Listeners of this process are told at once. The connection is made again whenever it is lost; since
 * notifications are not kept for who is away, everybody is then told to look again. So they are all the time
 * that no notifications arrive (`Hearing`).
 */
export class PostgresNewsDesk extends Listeners implements NewsDesk {
  readonly #name = randomUUID();
  readonly #pending = new PendingNews();
  readonly #hearing: Hearing;
  #isSending = false;
  #client: ServerClient | null = null;
  #timer: NodeJS.Timeout | undefined;
  #pauseMs = FIRST_PAUSE_MS;
  #stopped = false;

  constructor(
    private readonly db: Pick<Database, 'query' | 'newClient'>,
    private readonly logger: Log,
  ) {
    super(logger);
    this.#hearing = new Hearing({
      notify: (test) => this.#notify([{ test }]),
      lookAgain: (accounts) => this.tell({ deliveryIds: 'many', work: true, accounts }),
      log: logger,
    });
  }

  /** Whether notifications of other processes arrive, as far as the last test showed. */
  get isHearing(): boolean {
    return this.#hearing.isHearing;
  }

  start(): void {
    this.#hearing.start();
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
    if (this.#isSending || this.#stopped) return;
    this.#isSending = true;
    try {
      for (let lot = this.#pending.take(); lot.length > 0; lot = this.#pending.take()) {
        await this.#notify(lot.map((news): Message => ({ ...news, from: this.#name })));
        await sleep(SEND_PAUSE_MS);
      }
    } catch {
      // Whether it arrived is not known: with the next news, everybody looks again.
      this.#pending.add({ deliveryIds: 'many', work: true });
    } finally {
      this.#isSending = false;
    }
  }

  async #notify(messages: readonly Message[]): Promise<void> {
    await this.db.query(NOTIFY, [messages.map((message) => JSON.stringify(message))]);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#hearing.stop();
    await this.#client?.end().catch(() => undefined);
    this.#client = null;
  }

  async #connect(): Promise<void> {
    const client = this.db.newClient?.('result-links events');
    if (client === undefined) return;
    this.#client = client;
    client.on('error', (error) => this.#lost(client, error));
    client.on('end', () => this.#lost(client));
    client.on('notification', ({ payload }) => this.#hear(payload ?? '{}'));
    try {
      await client.within(CONNECT_TIMEOUT_MS, client.connect());
      await run(client, `listen ${CHANNEL}`);
      this.#pauseMs = FIRST_PAUSE_MS;
      this.tell({ deliveryIds: 'many', work: true, accounts: true });
      await this.#check(client);
    } catch (error) {
      this.#lost(client, error);
    }
  }

  #hear(payload: string): void {
    const { from, test, ...news } = JSON.parse(payload) as Message;
    if (test !== undefined) this.#hearing.heard(test);
    else if (from !== this.#name) this.tell(news);
  }

  async #check(client: ServerClient): Promise<void> {
    try {
      await run(client, 'select 1');
      await this.#hearing.test();
      void this.#send();
      if (client === this.#client) this.#schedule(() => this.#check(client), CHECK_INTERVAL_MS);
    } catch (error) {
      this.#lost(client, error);
    }
  }

  /** Ends this connection, if it still is the one, and comes back later with a new one. */
  #lost(client: ServerClient, error?: unknown): void {
    if (client !== this.#client) return;
    this.#client = null;
    client.end().catch(() => undefined);
    if (this.#stopped) return;
    this.#hearing.lost();
    if (this.#pauseMs === FIRST_PAUSE_MS) {
      this.logger.warn({ err: error ?? new Error('closed') }, 'lost the connection for events');
    }
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

/** In a transaction of ours: settings for the session would be those of others behind a pooler, too. */
async function run(client: ServerClient, statement: string): Promise<void> {
  const begin = beginStatement(client.major, DEADLINE_MS);
  await client.within(DEADLINE_MS, client.query(`${begin}; ${statement}; commit`));
}
