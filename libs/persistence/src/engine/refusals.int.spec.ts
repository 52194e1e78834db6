/** A server that is there and lets nobody in: what the operator reads, and when the start ends. */
import { createServer, type AddressInfo } from 'node:net';
import { Client } from 'pg';
import { silentLog } from '@result-links/delivery/testing';
import { startPostgres, type TestServer } from '../testing/postgres-server.js';
import type { Database } from './database.js';
import { openDatabase } from './open-database.js';

const PASSWORD = 'wr0ng-pässword';
let server: TestServer;
let url: URL;

beforeAll(async () => {
  server = await startPostgres();
  url = new URL(await server.createDatabase());
  const client = new Client({ connectionString: url.href });
  await client.connect();
  const { rows } = await client.query<{ hba_file: string }>('show hba_file');
  const lines = [
    'host all locked all scram-sha-256',
    'host all forbidden all reject',
    'hostssl all encrypted all trust',
    'hostnossl all encrypted all reject',
    'host all all all trust',
  ];
  await client.query(
    `copy (select unnest(array[${lines.map((line) => `'${line}'`).join()}])) to '${rows[0]?.hba_file}'`,
  );
  for (const role of ['locked', 'forbidden', 'encrypted', 'unconnected']) {
    await client.query(`create role ${role} login password 'right'`);
  }
  await client.query(`revoke connect on database ${url.pathname.slice(1)} from public`);
  await client.query(`grant connect on database ${url.pathname.slice(1)} to locked`);
  await client.query('select pg_reload_conf()');
  await client.end();
}, 60_000);
afterAll(() => server?.destroy());

/** What the start ends with; it must not wait. */
async function startWith(change: (url: URL) => void): Promise<string> {
  const changed = new URL(url);
  changed.password = PASSWORD;
  change(changed);
  return startAt(changed.href);
}

async function startAt(databaseUrl: string): Promise<string> {
  let db: Database | undefined;
  try {
    db = await openDatabase({ databaseUrl, dataDir: '', log: silentLog });
    await db.ready(AbortSignal.timeout(20_000));
    return 'ready';
  } catch (error) {
    return (error as Error).message;
  } finally {
    await db?.close();
  }
}

it.each<[string, (url: URL) => void, RegExp]>([
  [
    'a wrong password',
    (u) => (u.username = 'locked'),
    /password authentication failed.*Percent-enc/,
  ],
  ['a role that is not there', (u) => (u.username = 'nobody'), /role "nobody" does not exist/],
  [
    'a database that is not there',
    (u) => (u.pathname = '/gone'),
    /database "gone" does not exist.*CREATE DATABASE/,
  ],
  ['a role that is rejected', (u) => (u.username = 'forbidden'), /pg_hba\.conf/],
  ['a role without CONNECT', (u) => (u.username = 'unconnected'), /permission denied for database/],
  [
    'TLS that the server wants',
    (u) => (u.username = 'encrypted'),
    /accepts only TLS.*sslmode=verify-full/,
  ],
  [
    'TLS that the server lacks',
    (u) => (u.search = '?sslmode=require'),
    /does not offer TLS.*sslmode=disable/,
  ],
  ['a mode that is none', (u) => (u.search = '?sslmode=required'), /sslmode=required.*Use one of/],
  [
    'a missing certificate',
    (u) => (u.search = '?sslmode=verify-full&sslrootcert=/no/ca.pem'),
    /file \/no\/ca\.pem cannot be read/,
  ],
  [
    'a Unix socket in a directory that is not there',
    (u) => (u.search = '?host=/no/such/directory'),
    /there is no directory \/no\/such\/directory\. Correct host/,
  ],
  ['an unknown host', (u) => (u.hostname = 'nowhere.invalid'), /host nowhere\.invalid is unknown/],
])(
  'ends the start at %s with one line that names DATABASE_URL',
  async (_what, change, expected) => {
    const told = await startWith(change);
    expect(told).toMatch(/^DATABASE_URL[^\n]*$/);
    expect(told).toMatch(expected);
    expect(told).not.toContain(PASSWORD);
    expect(told).not.toContain(encodeURIComponent(PASSWORD));
  },
  30_000,
);

it.each(['p@ss', 'p#ss', 'p/ss', 'p?ss', 'p%ss', 'p:ss', 'p ss', '[pss'])(
  'reads or refuses a password with characters that are not encoded: %s',
  async (password) => {
    const told = await startAt(`postgres://postgres:${password}@${url.host}${url.pathname}`);
    expect(told).toMatch(/^ready$|^DATABASE_URL [^\n]*Percent-encode/);
    expect(told).not.toContain(password);
  },
  30_000,
);

it.each(['@', '#', '/', '?', '%', ':', ' ', 'ä', '+', '&', '='])(
  'takes a password with %s, encoded',
  async (character) => {
    const client = new Client({ connectionString: url.href });
    await client.connect();
    await client.query(`alter role locked password 'a${character}b'`);
    await client.end();
    const password = encodeURIComponent(`a${character}b`);
    expect(await startAt(`postgres://locked:${password}@${url.host}${url.pathname}`)).toBe('ready');
  },
  30_000,
);

it('waits for a server that refuses connections', async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  const db = await openDatabase({
    ...{ databaseUrl: `postgres://u@127.0.0.1:${port}/d`, dataDir: '', log: silentLog },
  });
  const reason = new Error('still waiting');
  const waiting = db.ready(AbortSignal.timeout(1_500)).catch(() => reason);
  expect(await waiting).toBe(reason);
  await db.close();
}, 30_000);
