import { setTimeout as sleep } from 'node:timers/promises';
import { acceptInput } from '@result-links/delivery/testing';
import { openPersistence, type Persistence } from '../persistence.js';
import { runOn, startPostgres, type TestServer } from '../testing/postgres-server.js';
import { openTcpProxy, type TcpProxy } from '../testing/tcp-proxy.js';
import { DatabaseUnavailableError } from './errors.js';

let primary: TestServer;
let standby: TestServer;
let proxy: TcpProxy;
const opened: Persistence[] = [];
const lines: string[] = [];

const note = (fields: { err?: unknown }, message: string) =>
  void lines.push(`${message} ${String(fields.err)}`);
const log = { info: note, warn: note, error: note };

async function open(databaseUrl: string): Promise<Persistence> {
  const persistence = await openPersistence({ databaseUrl, dataDir: '', log });
  opened.push(persistence);
  return persistence;
}

const accept = ({ deliveries }: Persistence, candidate: string) =>
  deliveries.accept(acceptInput({ candidate, idempotencyKey: candidate }));

/** Until the promise resolves, in milliseconds. */
async function timeOf(action: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await action();
  return performance.now() - startedAt;
}

async function insist<T>(action: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof DatabaseUnavailableError)) throw error;
      await sleep(50);
    }
  }
}

beforeAll(async () => {
  primary = await startPostgres();
  const url = await primary.createDatabase();
  expect(url).toContain('/test_1');
  await primary.stop();
  standby = await startPostgres({ from: primary.data, recovery: 'standby' });
  await primary.start();
  proxy = await openTcpProxy(primary.port);
}, 60_000);
afterEach(async () => {
  for (const persistence of opened.splice(0)) await persistence.close();
  lines.length = 0;
});
afterAll(async () => {
  await proxy?.close();
  await Promise.all([primary?.destroy(), standby?.destroy()]);
});

it('connects to the one of several servers that can write, for notifications too', async () => {
  const hosts = `127.0.0.1:1,127.0.0.1:${standby.port},127.0.0.1:${primary.port}`;
  const url = `postgres://postgres@${hosts}/test_1?target_session_attrs=read-write`;
  const [one, two] = [await open(url), await open(url)];
  await Promise.all([one.ready(), two.ready()]);
  await sleep(1_000);
  const heard = new Promise<void>((resolve) => two.events.onWork(resolve));
  expect((await accept(one, 'several')).kind).toBe('accepted');
  await heard;
  expect(await one.problem()).toBeNull();
}, 30_000);

it('leaves a read-only server again once the route is right, and says so meanwhile', async () => {
  proxy.to(primary.port);
  const persistence = await open(`postgres://postgres@127.0.0.1:${proxy.port}/test_1`);
  await persistence.ready();
  await accept(persistence, 'before');
  // The route is wrong for a moment: connections are made anew and reach the standby.
  proxy.to(standby.port);
  await primary.crash();
  await expect(accept(persistence, 'meanwhile')).rejects.toThrow(DatabaseUnavailableError);
  await expect(accept(persistence, 'meanwhile')).rejects.toMatchObject({
    code: 'database_read_only',
  });
  await sleep(1_100);
  expect(await persistence.problem()).toBe('database_read_only');
  await primary.start();
  proxy.to(primary.port);
  expect(await timeOf(() => insist(() => accept(persistence, 'after')))).toBeLessThan(5_000);
  await sleep(1_100);
  expect(await persistence.problem()).toBeNull();
}, 60_000);

it('waits for a read-only server to become writable, without filling the log', async () => {
  const persistence = await open(`postgres://postgres@127.0.0.1:${standby.port}/test_1`);
  const ready = persistence.ready();
  await sleep(3_000);
  expect(await persistence.problem()).toBe('database_read_only');
  await expect(accept(persistence, 'no')).rejects.toThrow(DatabaseUnavailableError);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.length).toBeLessThan(6);
  expect(lines[0]).toContain('is read-only');
  await runOn(`postgres://postgres@127.0.0.1:${standby.port}/postgres`, 'select pg_promote()');
  expect(await timeOf(() => ready)).toBeLessThan(5_000);
  expect((await accept(persistence, 'yes')).kind).toBe('accepted');
}, 60_000);
