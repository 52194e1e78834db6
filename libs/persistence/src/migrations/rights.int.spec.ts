/** First starts of several processes, and roles that may do only part of it. */
import { Client } from 'pg';
import {
  acceptInput,
  finishInput,
  only,
  resultOf,
  silentLog,
} from '@result-links/delivery/testing';
import { openDatabase } from '../engine/open-database.js';
import { migrateDatabase } from '../migrate-database.js';
import { createPersistence, type Persistence } from '../persistence.js';
import { startPostgres, type TestServer } from '../testing/postgres-server.js';
import { DatabaseRightsError } from './rights.js';

let server: TestServer;
let url: string;
const running: Persistence[] = [];

beforeAll(async () => void (server = await startPostgres()), 60_000);
beforeEach(async () => void (url = await server.createDatabase()));
afterEach(async () => {
  await Promise.all(running.splice(0).map((persistence) => persistence.close()));
});
afterAll(() => server?.destroy());

async function sql(...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

function as(role: string): string {
  const other = new URL(url);
  other.username = role;
  return other.href;
}

async function start(databaseUrl: string): Promise<Persistence> {
  const db = await openDatabase({ databaseUrl, dataDir: '', log: silentLog });
  const persistence = createPersistence(db, { log: silentLog });
  running.push(persistence);
  await persistence.ready();
  return persistence;
}

const failure = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: unknown) => error,
  );

describe('several processes on an empty database', () => {
  it.each(['read committed', 'repeatable read', 'serializable'])(
    'start, whatever isolation is the default (%s) and whoever else creates the schema',
    async (level) => {
      const database = new URL(url).pathname.slice(1);
      await sql(`alter database ${database} set default_transaction_isolation = '${level}'`);
      const others = Promise.all(
        Array.from({ length: 4 }, () =>
          sql('create schema if not exists result_links').catch(() => undefined),
        ),
      );
      const started = await Promise.all(Array.from({ length: 6 }, () => failure(start(url))));
      await others;
      expect(started.filter((one) => one instanceof Error)).toEqual([]);
      await running[0]?.deliveries.accept(acceptInput());
    },
    60_000,
  );

  it('begins again when somebody creates the schema while it is being migrated', async () => {
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query('begin');
    await client.query('create schema result_links');
    const starting = failure(start(url));
    // Waits for the other transaction at the unique index of schemas.
    await new Promise((resolve) => setTimeout(resolve, 500));
    await client.query('commit');
    await client.end();
    expect(await starting).not.toBeInstanceOf(Error);
  }, 30_000);
});

describe('separate roles for migrating and running', () => {
  let number = 0;
  let owner: string;
  let app: string;
  beforeEach(async () => {
    number += 1;
    owner = `owner_${number}`;
    app = `app_${number}`;
    // As docs/deploy.md has it.
    await sql(
      `create role ${owner} login`,
      `create role ${app} login`,
      `create schema result_links authorization ${owner}`,
      `grant usage on schema result_links to ${app}`,
      `alter default privileges for role ${owner} in schema result_links
         grant select, insert, update, delete on tables to ${app}`,
    );
  });
  const migrateAs = (role: string) =>
    migrateDatabase({ databaseUrl: as(role), dataDir: '', log: silentLog });

  it('one migrates, again and again, the other one accepts and delivers', async () => {
    await Promise.all([migrateAs(owner), migrateAs(owner), migrateAs(owner)]);
    await migrateAs(owner);
    const persistence = await start(as(app));
    await persistence.deliveries.accept(acceptInput());
    await persistence.work.heartbeat('w');
    const started = only(await persistence.work.startAttempts('w', 1));
    expect(await persistence.work.finishAttempt(finishInput(started, resultOf('delivered')))).toBe(
      true,
    );
  }, 60_000);

  it('a role that may only run does not start on a schema that lacks migrations', async () => {
    const error = await failure(start(as(app)));
    expect(error).toBeInstanceOf(DatabaseRightsError);
    expect(String((error as Error).message)).toMatch(
      new RegExp(
        `^DATABASE_URL: .*migrations 1, 2, .*role ${app} .*permission denied.*npm run migrate[^\\n]*$`,
      ),
    );
  }, 30_000);

  it('missing rights are named, with the statements that grant them', async () => {
    await migrateAs(owner);
    await sql(
      `revoke insert, delete on result_links.attempts from ${app}`,
      `revoke select on result_links.migrations from ${app}`,
    );
    const error = (await failure(start(as(app)))) as Error;
    expect(error.message).toContain('attempts (INSERT, DELETE), migrations (SELECT)');
    await sql(`revoke usage on schema result_links from ${app}`);
    const worse = (await failure(start(as(app)))) as Error;
    expect(worse.message).toContain('schema result_links (USAGE)');
    expect(worse.message).not.toContain('\n');
    const grants = worse.message.slice(worse.message.indexOf('GRANT'));
    await sql(grants);
    await start(as(app));
  }, 60_000);
});
