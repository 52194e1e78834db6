/** A server, or a pooler in front of it, that ends a connection in the packet that completes its sign-on. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { acceptInput, silentLog } from '@result-links/delivery/testing';
import { openPersistence, type Persistence } from '../persistence.js';
import { startPostgres, type TestServer } from '../testing/postgres-server.js';
import { message, WireReader, zeroTerminated } from '../testing/wire-messages.js';
import { DatabaseUnavailableError } from './errors.js';

const ENDING = message(
  'E',
  zeroTerminated('SFATAL', 'VFATAL', 'C57P01', 'Mterminating connection due to failover', ''),
);

let server: TestServer;
let proxy: Server;
let persistence: Persistence;
/** How many more connections are ended once they are ready for the first statement. */
let toEnd = 0;

/** Passes everything on; the first `ReadyForQuery` of a connection that is to end has the end behind it. */
async function openEndingProxy(port: number): Promise<Server> {
  const listener = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    const reader = new WireReader();
    let isSignedOn = false;
    client.on('data', (chunk) => upstream.write(chunk));
    upstream.on('data', (chunk: Buffer) => {
      if (isSignedOn) return void client.write(chunk);
      const messages = reader.read(chunk);
      const bytes = messages.map((received) => received.bytes);
      isSignedOn = messages.some(({ type }) => type === 'Z');
      if (!isSignedOn || toEnd === 0) return void client.write(Buffer.concat(bytes));
      toEnd -= 1;
      client.end(Buffer.concat([...bytes, ENDING]));
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('error', () => undefined);
      one.on('close', () => other.destroy());
    }
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return listener;
}

beforeAll(async () => {
  server = await startPostgres();
  const url = new URL(await server.createDatabase());
  proxy = await openEndingProxy(server.port);
  url.port = String((proxy.address() as AddressInfo).port);
  persistence = await openPersistence({ databaseUrl: url.href, dataDir: '', log: silentLog });
}, 60_000);
afterAll(async () => {
  await persistence?.close();
  proxy?.close();
  await server?.destroy();
});

it('waits for the database at the start', async () => {
  toEnd = 3;
  await persistence.ready();
  expect(toEnd).toBe(0);
  expect((await persistence.deliveries.accept(acceptInput())).kind).toBe('accepted');
}, 30_000);

it('refuses what needs such a connection, and goes on with the next one', async () => {
  toEnd = 5;
  // More at once than there are connections, so that new ones are made.
  const ends = await Promise.allSettled(Array.from({ length: 10 }, () => persistence.status()));
  expect(toEnd).toBe(0);
  const failures = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as Error] : []));
  expect(failures).not.toEqual([]);
  for (const failure of failures) expect(failure).toBeInstanceOf(DatabaseUnavailableError);
  await persistence.status();
}, 30_000);
