import type { AccountAccess, AccountEvents, AccountStore, Log } from '@result-links/delivery';
import type { KomboClient } from '@result-links/kombo-client';
import { komboClientOf } from './kombo-client-of.js';

/** News can be missed (a connection that was down): look again all the same. */
const REFRESH_MS = 30_000;
/** A client that was replaced may still be in the middle of a write, which takes at most 300 s. */
const RETIREMENT_MS = 310_000;

/** What {@link AccountClients} work with. */
export interface AccountClientsOptions {
  store: Pick<AccountStore, 'listAccess'>;
  events: AccountEvents;
  /** The account of the environment, whose client is not closed here. */
  environment: { accountId: string; client: KomboClient };
  log: Log;
}

/** The Kombo clients of all accounts, kept in step with the accounts that are stored. */
export class AccountClients {
  readonly #clients = new Map<string, { client: KomboClient; revision: number }>();
  readonly #retired = new Map<KomboClient, NodeJS.Timeout>();
  #refreshing: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #unsubscribe: (() => void) | undefined;

  constructor(private readonly options: AccountClientsOptions) {}

  /** Reads the accounts and follows their changes from now on. */
  async start(): Promise<void> {
    const refresh = () => void this.refresh();
    this.#unsubscribe = this.options.events.onAccounts(refresh);
    this.#timer = setInterval(refresh, REFRESH_MS).unref();
    await this.refresh();
  }

  /** `undefined`: there is no such account, or it is disabled. */
  clientOf(accountId: string): KomboClient | undefined {
    const { environment } = this.options;
    return accountId === environment.accountId
      ? environment.client
      : this.#clients.get(accountId)?.client;
  }

  /** Like {@link clientOf}, but looks before it says no: the account may be seconds old. */
  async find(accountId: string): Promise<KomboClient | undefined> {
    const known = this.clientOf(accountId);
    if (known !== undefined) {
      return known;
    }
    await this.refresh();
    return this.clientOf(accountId);
  }

  /** Reads the accounts again. Never throws: without the database the clients stay as they are. */
  async refresh(): Promise<void> {
    // One at a time; whoever comes meanwhile waits for a reading that begins after they came.
    const running = this.#refreshing;
    const next = (running ?? Promise.resolve()).then(() => this.#read());
    this.#refreshing = next;
    await next;
    if (this.#refreshing === next) this.#refreshing = null;
  }

  /** Closes all clients that were made here; calls under way fail. */
  close(): void {
    clearInterval(this.#timer);
    this.#unsubscribe?.();
    for (const { client } of this.#clients.values()) client.close();
    for (const [client, timer] of this.#retired) {
      clearTimeout(timer);
      client.close();
    }
    this.#clients.clear();
    this.#retired.clear();
  }

  async #read(): Promise<void> {
    const { store, log } = this.options;
    try {
      const accounts = await store.listAccess();
      for (const access of accounts) this.#take(access);
      const ids = new Set(accounts.map(({ accountId }) => accountId));
      for (const id of this.#clients.keys()) if (!ids.has(id)) this.#retire(id);
    } catch (error) {
      log.warn({ err: error }, 'accounts could not be read');
    }
  }

  #take({ accountId, region, baseUrl, komboApiKey, revision }: AccountAccess): void {
    if (this.#clients.get(accountId)?.revision === revision) return;
    this.#retire(accountId);
    try {
      const client = komboClientOf({
        apiKey: komboApiKey,
        region,
        baseUrl: baseUrl ?? undefined,
      });
      this.#clients.set(accountId, { client, revision });
    } catch (error) {
      this.options.log.error({ accountId, err: error }, 'account cannot be used');
    }
  }

  #retire(accountId: string): void {
    const retired = this.#clients.get(accountId)?.client;
    if (retired === undefined) return;
    this.#clients.delete(accountId);
    const close = () => {
      this.#retired.delete(retired);
      retired.close();
    };
    this.#retired.set(retired, setTimeout(close, RETIREMENT_MS).unref());
  }
}
