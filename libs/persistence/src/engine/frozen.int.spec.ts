import { setTimeout as sleep } from 'node:timers/promises';
import { acceptInput, silentLog } from '@result-links/delivery/testing';
import { openPersistence, type Persistence } from '../persistence.js';
import { startPostgres, type TestServer } from '../testing/postgres-server.js';
import { openTcpProxy, type TcpProxy } from '../testing/tcp-proxy.js';
import { DatabaseUnavailableError } from './errors.js';

let server: TestServer;
let proxy: TcpProxy;
let persistence: Persistence;

beforeAll(async () => {
  server = await startPostgres();
  const direct = new URL(await server.createDatabase());
  proxy = await openTcpProxy(server.port);
  direct.port = String(proxy.port);
  persistence = await openPersistence({ databaseUrl: direct.href, dataDir: '', log: silentLog });
  await persistence.ready();
}, 60_000);
afterAll(async () => {
  await persistence?.close().catch(() => undefined);
  await proxy?.close();
  await server?.destroy();
});

const accept = (key: string) =>
  persistence.deliveries.accept(acceptInput({ candidate: key, idempotencyKey: key }));

/** How long it took, in milliseconds. */
async function timeOf(action: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await action();
  return performance.now() - startedAt;
}

it.each([true, false])(
  'answers within 10 s while the route is lost, and works within 5 s of its return (old connections dead: %s)',
  async (isStateLost) => {
    const name = `state-lost-${isStateLost}`;
    const ids = new Map<string, string>();
    const insist = async (key: string) => {
      for (;;) {
        try {
          const { delivery } = await accept(key);
          return void ids.set(key, delivery.id);
        } catch (error) {
          if (!(error instanceof DatabaseUnavailableError)) throw error;
          await sleep(50);
        }
      }
    };
    const keys = (part: string) => Array.from({ length: 20 }, (_, n) => `${name}-${part}-${n}`);
    await Promise.all(keys('before').map(insist));

    proxy.freeze();
    const answers = keys('during').map((key) =>
      timeOf(() => expect(accept(key)).rejects.toThrow(DatabaseUnavailableError)),
    );
    expect(await timeOf(() => persistence.problem())).toBeLessThan(2_000);
    for (const ms of await Promise.all(answers)) expect(ms).toBeLessThan(10_000);
    expect(await timeOf(() => expect(accept('later')).rejects.toThrow())).toBeLessThan(10_000);
    expect(await timeOf(() => persistence.problem())).toBeLessThan(2_000);
    expect(await persistence.problem()).toBe('database_unavailable');

    proxy.thaw(isStateLost);
    const all = [...keys('before'), ...keys('during'), ...keys('after')];
    const untilReady = async () => {
      while ((await persistence.problem()) !== null) await sleep(50);
    };
    const [accepting, ready] = [timeOf(() => insist(`${name}-after-0`)), timeOf(untilReady)];
    expect(await accepting).toBeLessThan(5_000);
    expect(await ready).toBeLessThan(5_000);
    await Promise.all(all.map(insist));
    // Each key has one delivery, whether the answer to its commit was lost or not.
    const listed = await persistence.deliveries.list({ accountId: 'account-1' }, { limit: 200 });
    const mine = listed.deliveries.filter(({ idempotencyKey }) => idempotencyKey?.startsWith(name));
    expect(mine.map(({ id }) => id).sort()).toEqual([...ids.values()].sort());
  },
  60_000,
);

it('can be closed while the route is lost', async () => {
  proxy.freeze();
  const hanging = accept('closing').catch(() => undefined);
  expect(await timeOf(() => persistence.close())).toBeLessThan(10_000);
  await hanging;
}, 30_000);
