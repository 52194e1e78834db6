import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { unsentTransition } from '@result-links/delivery';
import { acceptInput, finishInput, resultOf, silentLog } from '@result-links/delivery/testing';
import { createPersistence, type Persistence } from '../persistence.js';
import { startPostgres, type TestServer } from '../testing/postgres-server.js';
import { openDatabase } from './open-database.js';
import { DatabaseClosedError, DatabaseUnavailableError } from './errors.js';
import { assertUsable } from './session.js';

/** Crashes of the server under load; more with TEST_LONG=1. */
const CRASHES = process.env['TEST_LONG'] ? 10 : 3;

let server: TestServer;
beforeAll(async () => void (server = await startPostgres()), 30_000);
afterAll(() => server?.destroy());

const openReplica = async (databaseUrl: string): Promise<Persistence> =>
  createPersistence(await openDatabase({ databaseUrl, dataDir: '', log: silentLog }), {
    log: silentLog,
  });

it.each([
  [{}, null],
  [{ version: 140_000 }, null],
  [{ version: 130_021 }, 'PostgreSQL 13 is too old'],
  [{ encoding: 'LATIN1' }, 'has the encoding LATIN1'],
  [{ encoding: 'SQL_ASCII' }, 'has the encoding SQL_ASCII'],
  [{ replication_role: 'replica' }, 'session_replication_role is "replica"'],
])('looks at what it cannot set: %j', (facts, complaint) => {
  const usual = { version: 180_000, replication_role: 'origin', database: 'db', encoding: 'UTF8' };
  const assert = () => assertUsable({ ...usual, ...facts });
  if (complaint === null) expect(assert).not.toThrow();
  else expect(assert).toThrow(expect.objectContaining({ code: 'unsupported_server' }));
  if (complaint !== null) expect(assert).toThrow(complaint);
});

it('refuses a database that cannot keep every text, by the name of its encoding', async () => {
  const replica = await openReplica(
    await server.createDatabase(
      [],
      `encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0`,
    ),
  );
  await expect(replica.ready()).rejects.toThrow('has the encoding LATIN1');
  await replica.close();
});

it('opens while the server is down, says so, and is ready soon after it is back', async () => {
  const databaseUrl = await server.createDatabase();
  await server.crash();
  const replica = await openReplica(databaseUrl);
  const ready = replica.ready();
  await expect(replica.deliveries.accept(acceptInput())).rejects.toThrow(DatabaseUnavailableError);
  await sleep(300);
  expect(replica.isUp()).toBe(false);
  expect(await replica.problem()).toBe('database_unavailable');

  await server.start();
  const startedAt = performance.now();
  await ready;
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  expect(replica.isUp()).toBe(true);
  expect((await replica.deliveries.accept(acceptInput())).kind).toBe('accepted');
  await replica.close();
}, 30_000);

it('can be closed while it waits for a server that never comes', async () => {
  const replica = await openReplica('postgres://postgres@127.0.0.1:1/none');
  const ready = replica.ready();
  ready.catch(() => undefined);
  await sleep(150);
  await replica.close();
  await expect(ready).rejects.toThrow(DatabaseClosedError);
});

it('is not ready while somebody keeps links from being written, and is when they are done', async () => {
  const databaseUrl = await server.createDatabase();
  const replica = await openReplica(databaseUrl);
  await replica.ready();
  expect(await replica.problem()).toBeNull();
  const operator = new Client({ connectionString: databaseUrl });
  await operator.connect();
  await operator.query('begin; lock table result_links.deliveries in share mode');
  await sleep(1_100);
  expect(await replica.problem()).toBe('database_unavailable');
  await operator.query('commit');
  const startedAt = performance.now();
  while ((await replica.problem()) !== null) await sleep(50);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  await operator.end();
  await replica.close();
}, 30_000);

it('fails the transaction in which the server dies, and idle connections do not end the process', async () => {
  const databaseUrl = await server.createDatabase();
  const db = await openDatabase({ databaseUrl, dataDir: '', log: silentLog });
  await Promise.all([1, 2, 3].map(() => db.query('select pg_sleep(0.05)')));
  const broken = db.transaction(async (tx) => {
    await tx.query('create table public.half (id int)');
    await server.crash();
    await sleep(50);
    await tx.query('insert into public.half values (1)');
  });
  await expect(broken).rejects.toThrow(DatabaseUnavailableError);
  expect(db.isUp()).toBe(false);
  await expect(db.query('select 1')).rejects.toThrow(DatabaseUnavailableError);
  await server.start();
  expect(await db.problem()).toBeNull();
  await expect(db.query('select from public.half')).rejects.toThrow(/half/);
  await db.close();
}, 30_000);

it('loses and doubles nothing when the server crashes under load', async () => {
  const databaseUrl = await server.createDatabase();
  const replicas = await Promise.all([openReplica(databaseUrl), openReplica(databaseUrl)]);
  await Promise.all(replicas.map((replica) => replica.ready()));
  const acknowledged = new Map<string, string>();
  const sent = new Map<string, number>();
  const strange: unknown[] = [];
  let accepting = true;
  let working = true;

  /** Tries until the database is there; anything but its absence is a fault. */
  const insist = async <T>(action: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await action();
      } catch (error) {
        if (!(error instanceof DatabaseUnavailableError)) strange.push(error);
        await sleep(20);
      }
    }
  };
  const acceptor = async (name: string, { deliveries }: Persistence) => {
    for (let n = 0; accepting; n += 1) {
      const key = `${name}-${n}`;
      const input = acceptInput({ candidate: key, idempotencyKey: key });
      const { delivery } = await insist(() => deliveries.accept(input));
      acknowledged.set(key, delivery.id);
    }
  };
  const worker = async (name: string, { work }: Persistence) => {
    while (working) {
      try {
        for (const started of await work.startAttempts(name, 5)) {
          sent.set(started.delivery.id, (sent.get(started.delivery.id) ?? 0) + 1);
          await insist(() => work.finishAttempt(finishInput(started, resultOf('delivered'))));
        }
      } catch (error) {
        if (!(error instanceof DatabaseUnavailableError)) strange.push(error);
        // Perhaps committed all the same: what we hold was never sent.
        for (const lost of await insist(() => work.openAttempts(name))) {
          const input = finishInput(lost, resultOf('unavailable'));
          const transition = unsentTransition(input.at);
          await insist(() => work.finishAttempt({ ...input, transition }));
        }
      }
      await sleep(2);
    }
  };
  const [one, two] = replicas as [Persistence, Persistence];
  const acceptors = [acceptor('a1', one), acceptor('a2', two), acceptor('a3', two)];
  const workers = [worker('w1', one), worker('w2', two)];
  for (let crash = 0; crash < CRASHES; crash += 1) {
    await sleep(300 + Math.random() * 300);
    await server.crash();
    await sleep(100 + Math.random() * 200);
    await server.start();
  }
  await sleep(300);
  accepting = false;
  await Promise.all(acceptors);

  const open = async () => {
    const { delivered, ...rest } = await one.deliveries.countByState('account-1');
    expect(delivered).toBeGreaterThanOrEqual(0);
    return Object.values(rest).reduce((sum, count) => sum + count, 0);
  };
  const deadline = Date.now() + 20_000;
  while ((await open()) > 0 && Date.now() < deadline) await sleep(50);
  working = false;
  await Promise.all(workers);

  expect(strange).toEqual([]);
  expect(acknowledged.size).toBeGreaterThan(20);
  expect(new Set(acknowledged.values()).size).toBe(acknowledged.size);
  expect(await one.deliveries.countByState('account-1')).toMatchObject({
    delivered: acknowledged.size,
  });
  expect([...acknowledged.values()].filter((id) => sent.get(id) !== 1)).toEqual([]);
  expect((await one.integrations.getIntegration('account-1', 'sandbox:a'))?.inFlight).toBe(0);
  await Promise.all(replicas.map((replica) => replica.close()));
}, 90_000);

it('plans the statements of attempts once, however few attempts there are', async () => {
  const databaseUrl = await server.createDatabase();
  const db = await openDatabase({ databaseUrl, dataDir: '', log: silentLog, poolSize: 1 });
  const worker = createPersistence(db, { log: silentLog });
  const other = await openReplica(databaseUrl);
  await worker.ready();
  await other.ready();
  for (let n = 0; n < 10; n += 1) {
    await other.deliveries.accept(acceptInput({ candidate: `c${n}` }));
    for (const started of await worker.work.startAttempts('worker', 1)) {
      await worker.work.finishAttempt(finishInput(started, resultOf('delivered')));
    }
  }
  const { rows } = await db.transaction((tx) =>
    tx.query(`select statement, custom_plans::int, generic_plans::int from pg_prepared_statements
               where statement like '%result_links.attempts%' and generic_plans + custom_plans >= 10`),
  );
  expect(rows.length).toBeGreaterThanOrEqual(3);
  for (const row of rows) expect(row).toMatchObject({ custom_plans: 0 });
  await worker.close();
  await other.close();
}, 30_000);
