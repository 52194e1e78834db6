import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { message, textAt, WireReader, zeroTerminated, type WireMessage } from './wire-messages.js';

/** A pooler in transaction mode, as PgBouncer, Supavisor and pgcat are. */
export interface TransactionPooler {
  /** The same URL, through the pooler. */
  url: string;
  /** Server connections that were opened so far. */
  opened(): number;
  close(): Promise<void>;
}

/** What clients may ask for as they sign on; PgBouncer refuses everything else (its `ignore_startup_parameters`). */
const STARTUP_PARAMETERS = [
  ...['user', 'database', 'application_name', 'client_encoding'],
  ...['datestyle', 'timezone', 'standard_conforming_strings'],
];
const SSL_REQUEST = 80_877_103;
const PROTOCOL_3 = 196_608;

/**
 * Starts a stand-in for a pooler in transaction mode: a client has a server connection from the first message
 * of a transaction to its end, and another one for the next. What belongs to a session is therefore lost or
 * seen by others: LISTEN, SET, session locks, prepared statements.
 *
 * @param prepared `tracked`: prepared statements work on every server connection, as in PgBouncer 1.21 and
 *   later; `naive`: they stay where they were made, as in those before
 */
export async function startTransactionPooler(
  databaseUrl: string,
  { prepared = 'tracked', size = 3 }: { prepared?: 'tracked' | 'naive'; size?: number } = {},
): Promise<TransactionPooler> {
  const pool = new ServerPool(new URL(databaseUrl), size);
  const clients = new Set<PooledClient>();
  const listener = createServer((socket) => {
    const client = new PooledClient(socket, pool, prepared === 'tracked');
    clients.add(client);
    socket.on('close', () => clients.delete(client));
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const url = new URL(databaseUrl);
  url.port = String((listener.address() as AddressInfo).port);
  return {
    url: url.href,
    opened: () => pool.opened,
    close: async () => {
      clients.forEach((client) => client.end());
      pool.end();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

/** A connection to the server. */
interface Server {
  socket: Socket;
  /** Names of the statements that are prepared on it, or will be once what was sent is done. */
  statements: Set<string>;
  /** What it will answer to: the ends of batches, and the statements to prepare. */
  expected: ({ kind: 'end' } | { kind: 'parse'; name: string; isOurs: boolean })[];
  client: PooledClient | null;
}

class ServerPool {
  opened = 0;
  /** What the server tells as a session begins, for clients. */
  greeting: Buffer[] = [];
  readonly #all = new Set<Server>();
  readonly #free: Server[] = [];
  readonly #waiting: ((server: Server) => void)[] = [];

  constructor(
    private readonly url: URL,
    private readonly size: number,
  ) {}

  async take(): Promise<Server> {
    // The one that was used longest ago, so that a client really gets another one each time.
    const free = this.#free.shift();
    if (free !== undefined) return free;
    if (this.opened < this.size) return this.#open();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  give(server: Server): void {
    server.client = null;
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(server);
    else next(server);
  }

  drop(server: Server): void {
    server.socket.destroy();
    if (this.#all.delete(server)) this.opened -= 1;
    const at = this.#free.indexOf(server);
    if (at >= 0) this.#free.splice(at, 1);
  }

  end(): void {
    this.#all.forEach((server) => server.socket.destroy());
  }

  async #open(): Promise<Server> {
    this.opened += 1;
    const socket = connect(Number(this.url.port), this.url.hostname);
    const server: Server = { socket, statements: new Set(), expected: [], client: null };
    this.#all.add(server);
    const [user, database] = [this.url.username, this.url.pathname.slice(1)];
    const version = Buffer.alloc(4);
    version.writeInt32BE(PROTOCOL_3);
    const parameters = zeroTerminated('user', user, 'database', database, '');
    socket.write(message('', Buffer.concat([version, parameters])));
    const reader = new WireReader();
    const greeting: Buffer[] = [];
    let isReady = () => undefined as void;
    const ready = new Promise<void>((resolve) => (isReady = resolve));
    let hasBegun = false;
    socket.on('data', (chunk: Buffer) => {
      for (const received of reader.read(chunk)) {
        if (hasBegun) {
          server.client?.fromServer(server, received);
        } else if (received.type === 'S') {
          greeting.push(received.bytes);
        } else if (received.type === 'Z') {
          hasBegun = true;
          this.greeting = greeting;
          isReady();
        }
      }
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      server.client?.end();
      this.drop(server);
    });
    await ready;
    return server;
  }
}

let clientCount = 0;

class PooledClient {
  readonly #reader = new WireReader();
  readonly #id = (clientCount += 1);
  /** Prepared statements by the client's name for them: their text and parameter types. */
  readonly #statements = new Map<string, Buffer>();
  #hasSignedOn = false;
  #server: Server | null = null;
  #isTaking = false;
  #toSend: WireMessage[] = [];
  #isMidBatch = false;

  constructor(
    private readonly socket: Socket,
    private readonly pool: ServerPool,
    private readonly isTracking: boolean,
  ) {
    socket.on('data', (chunk: Buffer) => void this.#fromClient(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => this.end());
  }

  end(): void {
    this.socket.destroy();
    // In the middle of a transaction nobody else can use its connection.
    if (this.#server) this.pool.drop(this.#server);
    this.#server = null;
  }

  /** Passes on what the server says, and gives the connection back at the end of a transaction. */
  fromServer(server: Server, { type, bytes }: WireMessage): void {
    const { expected } = server;
    if (type === 'E') {
      // Until the end of the batch nothing more is done.
      for (let next = expected[0]; next?.kind === 'parse'; next = expected[0]) {
        server.statements.delete(next.name);
        expected.shift();
      }
    }
    if (type === '1') {
      const parsed = expected.shift();
      if (parsed?.kind === 'parse' && parsed.isOurs) return;
    }
    this.socket.write(bytes);
    if (type !== 'Z') return;
    expected.shift();
    const isIdle = bytes.toString('latin1', 5) === 'I';
    if (isIdle && expected.length === 0 && !this.#isMidBatch && this.#toSend.length === 0) {
      this.#server = null;
      this.pool.give(server);
    }
  }

  async #fromClient(chunk: Buffer): Promise<void> {
    let rest = chunk;
    if (!this.#hasSignedOn) {
      const first = this.#reader.readFirst(chunk);
      if (first === null) return;
      if (first.readInt32BE(0) === SSL_REQUEST) return void this.socket.write('N');
      this.#hasSignedOn = true;
      await this.#signOn(first);
      rest = Buffer.alloc(0);
    }
    this.#toSend.push(...this.#reader.read(rest));
    if (this.#toSend.some(({ type }) => type === 'X')) return this.end();
    if (this.#toSend.length === 0 || this.#isTaking) return;
    if (this.#server === null) {
      this.#isTaking = true;
      const server = await this.pool.take();
      this.#isTaking = false;
      if (this.socket.destroyed) return this.pool.give(server);
      server.client = this;
      this.#server = server;
    }
    for (const sent of this.#toSend.splice(0)) this.#forward(this.#server, sent);
  }

  async #signOn(startup: Buffer): Promise<void> {
    const texts = startup.toString('utf8', 4).split('\0').slice(0, -2);
    const unsupported = texts.find(
      (name, index) => index % 2 === 0 && !STARTUP_PARAMETERS.includes(name),
    );
    if (unsupported !== undefined) {
      const text = `Munsupported startup parameter: ${unsupported}`;
      this.socket.end(message('E', zeroTerminated('SFATAL', 'VFATAL', 'C08P01', text, '')));
      return;
    }
    if (this.pool.greeting.length === 0) this.pool.give(await this.pool.take());
    this.socket.write(
      Buffer.concat([
        message('R', Buffer.alloc(4)),
        ...this.pool.greeting,
        message('K', Buffer.alloc(8)),
        message('Z', Buffer.from('I')),
      ]),
    );
  }

  #forward(server: Server, { type, bytes }: WireMessage): void {
    const isEnd = type === 'Q' || type === 'S';
    this.#isMidBatch = !isEnd;
    if (type === 'P') this.#parse(server, bytes);
    else if (type === 'B') this.#rename(server, type, bytes, textAt(bytes, 5).next);
    else if ((type === 'D' || type === 'C') && bytes[5] === 'S'.charCodeAt(0))
      this.#rename(server, type, bytes, 6);
    else server.socket.write(bytes);
    if (isEnd) server.expected.push({ kind: 'end' });
  }

  #parse(server: Server, bytes: Buffer): void {
    const { text: name, next } = textAt(bytes, 5);
    const statement = bytes.subarray(next);
    this.#statements.set(name, statement);
    const ownName = this.#ownName(name);
    server.statements.add(ownName);
    server.expected.push({ kind: 'parse', name: ownName, isOurs: false });
    server.socket.write(message('P', Buffer.concat([zeroTerminated(ownName), statement])));
  }

  /** Sends a message that names a prepared statement at `at`, which is prepared first where it is not. */
  #rename(server: Server, type: string, bytes: Buffer, at: number): void {
    const { text: name, next } = textAt(bytes, at);
    const ownName = this.#ownName(name);
    const statement = this.#statements.get(name);
    const isMissing = name !== '' && !server.statements.has(ownName);
    if (this.isTracking && isMissing && statement && type !== 'C') {
      server.statements.add(ownName);
      server.expected.push({ kind: 'parse', name: ownName, isOurs: true });
      server.socket.write(message('P', Buffer.concat([zeroTerminated(ownName), statement])));
    }
    const parts = [bytes.subarray(5, at), zeroTerminated(ownName), bytes.subarray(next)];
    server.socket.write(message(type, Buffer.concat(parts)));
  }

  #ownName(name: string): string {
    return this.isTracking && name !== '' ? `client_${this.#id}_${name}` : name;
  }
}
