import { Client, type ClientConfig } from 'pg';
import { BatchingSocket } from './batching-socket.js';
import { TargetOrder, type ConnectionTargets } from './connection-targets.js';
import { ReadOnlyServerError, StatementDeadlineError } from './errors.js';

/** How long making a connection may take, sign-on included. */
export const CONNECT_TIMEOUT_MS = 3_000;
/** A server that was read-only is asked again after this time at the earliest. */
const READ_ONLY_PAUSE_MS = 500;
/** How long closing in good order may take before the connection is cut. */
const GOODBYE_MS = 1_000;

/** The servers of a `DATABASE_URL`; all connections of a process go to the same one while it can write. */
export class Servers {
  readonly order: TargetOrder;
  /** Until when a server is taken for read-only, by URL, on the clock of `performance.now()`. */
  readonly #readOnlyUntil = new Map<string, number>();

  constructor(readonly targets: ConnectionTargets) {
    this.order = new TargetOrder(targets.urls);
  }

  isPaused(url: string): boolean {
    return performance.now() < (this.#readOnlyUntil.get(url) ?? 0);
  }

  /** Notes that no connection to the server can be used now, so that the next one is tried. */
  failed(url: string, error: unknown): void {
    if (error instanceof ReadOnlyServerError && !this.isPaused(url)) {
      this.#readOnlyUntil.set(url, performance.now() + READ_ONLY_PAUSE_MS);
    }
    this.order.failed(url);
  }
}

/** A connection to the first of several servers that can write. Never hangs: not in closing either. */
export class ServerClient extends Client {
  /** When the server last said something, on the clock of `performance.now()`. */
  heardAt = performance.now();
  /** What the server tells of itself and of the session (`ParameterStatus`), names in lower case. */
  readonly #told = new Map<string, string>();
  readonly #url: string;
  /** Why the connection cannot be used any more; `undefined`: it can. */
  #failure: Error | undefined;

  constructor(
    private readonly servers: Servers,
    config: ClientConfig,
  ) {
    const url = servers.order.current;
    // Statements are sent without waiting for the answers to those before, several at a time.
    const pipelined = { pipeline: true, stream: () => new BatchingSocket() };
    super({ ...config, ...pipelined, connectionString: url, keepAlive: true });
    this.#url = url;
    // A server may end the connection in the packet that completes the sign-on, before anybody else listens:
    // an 'error' event that nobody hears ends the process.
    this.on('error', (error) => (this.#failure ??= error));
    this.connection.on(
      'parameterStatus',
      (told: { parameterName: string; parameterValue: string }) =>
        this.#told.set(told.parameterName.toLowerCase(), told.parameterValue),
    );
  }

  /** Major version of the server, for example 15; only once connected. */
  get major(): number {
    return Number.parseInt(this.#told.get('server_version') ?? '', 10);
  }

  override connect(): Promise<Client>;
  override connect(callback: (error: Error) => void): void;
  // The pool calls it with a callback, everybody else without.
  override connect(callback?: (error: Error) => void): Promise<Client> | void {
    const connected = this.#connectToWritable();
    if (callback === undefined) return connected;
    connected.then(() => callback(null as never), callback);
  }

  async #connectToWritable(): Promise<this> {
    try {
      if (this.servers.isPaused(this.#url)) throw this.#readOnly();
      await super.connect();
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#isReadOnly()) throw this.#readOnly();
      return this;
    } catch (error) {
      this.servers.failed(this.#url, error);
      void this.end();
      throw error;
    }
  }

  /** PostgreSQL 14 and newer say so when they sign on, without being asked. */
  #isReadOnly(): boolean {
    const isOn = (name: string) => this.#told.get(name) === 'on';
    const { mustDefaultToReadWrite } = this.servers.targets;
    return (
      isOn('in_hot_standby') || (mustDefaultToReadWrite && isOn('default_transaction_read_only'))
    );
  }

  #readOnly(cause?: unknown): ReadOnlyServerError {
    return new ReadOnlyServerError(`${this.host}:${this.port}`, { cause });
  }

  /** Says what an error of `begin` means: only a standby refuses a transaction that writes (0A000). */
  explainBegin(error: unknown): unknown {
    if ((error as { code?: unknown } | null)?.code !== '0A000') return error;
    const readOnly = this.#readOnly(error);
    this.servers.failed(this.#url, readOnly);
    return readOnly;
  }

  /** Passes an answer on; without one within the time, the connection is cut and everything on it fails. */
  async within<Answer>(deadlineMs: number, answer: Promise<Answer>): Promise<Answer> {
    let isOpen = true;
    const cut = () => isOpen && this.cut(new StatementDeadlineError(deadlineMs));
    // What has arrived while this process was busy is read first.
    const timer = setTimeout(() => setImmediate(cut), deadlineMs);
    try {
      return await answer;
    } finally {
      isOpen = false;
      this.heardAt = performance.now();
      clearTimeout(timer);
    }
  }

  /** Closes at once; statements under way fail with `error`. */
  cut(error?: Error): void {
    this.connection.stream.destroy(error);
  }

  override end(): Promise<void>;
  override end(callback: (error: Error) => void): void;
  override end(callback?: (error: Error) => void): Promise<void> | void {
    setTimeout(() => this.cut(), GOODBYE_MS).unref();
    return callback ? super.end(callback) : super.end();
  }
}
