import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '@result-links/delivery/testing';
import type { Database } from '../engine/database.js';
import { openDatabase } from '../engine/open-database.js';
import { createPersistence } from '../persistence.js';
import { copyEmbeddedTemplate } from '../testing/embedded-template.js';
import { startPostgres, type TestServer } from '../testing/postgres-server.js';
import { ENGINES } from '../testing/test-bed.js';
import { MIGRATIONS } from './index.js';
import { migrate } from './migrate.js';

describe.each(ENGINES)('migrating on %s', (engine) => {
  let server: TestServer | null = null;
  let dataDir: string;
  let databaseUrl: string | undefined;
  let db: Database;
  const open = () => openDatabase({ databaseUrl, dataDir, log: silentLog });

  beforeAll(async () => {
    server = engine === 'postgres' ? await startPostgres() : null;
    databaseUrl = await server?.createDatabase();
    dataDir = mkdtempSync(join(tmpdir(), 'result-links-'));
    if (!server) await copyEmbeddedTemplate(dataDir);
    db = await open();
  }, 60_000);
  afterAll(async () => {
    await db?.close();
    await server?.destroy();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const recorded = async () =>
    (await db.query<{ number: number }>('select number from result_links.migrations order by 1'))
      .rows;

  it('applies every step once, also when several start at the same time', async () => {
    const second = engine === 'postgres' ? await open() : db;
    await Promise.all([db, second, db].map((each) => migrate(each, silentLog)));
    await migrate(db, silentLog);
    expect(await recorded()).toEqual(MIGRATIONS.map(({ number }) => ({ number })));
    if (second !== db) await second.close();
  });

  it('leaves the schema as it was when a step fails', async () => {
    const steps = [
      ...MIGRATIONS,
      { number: 900, name: 'good', sql: 'create table result_links.good (id int)' },
      { number: 901, name: 'bad', sql: 'create table result_links.bad (id nonsense)' },
    ];
    await expect(migrate(db, silentLog, steps)).rejects.toThrow(/nonsense/);
    expect(await recorded()).toEqual(MIGRATIONS.map(({ number }) => ({ number })));
    await expect(db.query('select from result_links.good')).rejects.toThrow(/good/);
  });

  it('applies only what is new, and leaves a newer schema alone', async () => {
    const next = { number: 2_000, name: 'next', sql: 'create table result_links.next (id int)' };
    await migrate(db, silentLog, [...MIGRATIONS, next]);
    await migrate(db, silentLog);
    expect((await recorded()).at(-1)).toEqual({ number: 2_000 });
    await db.query('select from result_links.next');
  });

  it('finishes a step in transactions of its own, again after an interruption', async () => {
    let finishes = 0;
    const step = {
      number: 3_000,
      name: 'long',
      sql: 'create table if not exists result_links.long (id int)',
      finish: async (on: Database) => {
        await on.query('insert into result_links.long values (1)');
        if ((finishes += 1) === 1) throw new Error('interrupted');
      },
    };
    await expect(migrate(db, silentLog, [step])).rejects.toThrow('interrupted');
    expect(await recorded()).not.toContainEqual({ number: 3_000 });
    await migrate(db, silentLog, [step]);
    await migrate(db, silentLog, [step]);
    expect(await recorded()).toContainEqual({ number: 3_000 });
    expect((await db.query('select from result_links.long')).rowCount).toBe(2);
  });

  it('has replicas that start together share one schema', async () => {
    if (!server) return;
    const url = await server.createDatabase();
    const replicas = await Promise.all(
      [1, 2, 3, 4].map(async () =>
        createPersistence(await openDatabase({ databaseUrl: url, dataDir, log: silentLog }), {
          log: silentLog,
        }),
      ),
    );
    await Promise.all(replicas.map((replica) => replica.ready()));
    for (const replica of replicas) expect(await replica.problem()).toBeNull();
    await Promise.all(replicas.map((replica) => replica.close()));
  }, 30_000);
});

it('numbers the steps in order and never twice', () => {
  const numbers = MIGRATIONS.map(({ number }) => number);
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
});
