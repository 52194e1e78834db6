import { setTimeout as sleep } from 'node:timers/promises';
import { DeliveryWorker } from '@result-links/delivery';
import type { Courier, Log, WorkStore } from '@result-links/delivery';
import {
  acceptInput,
  only,
  realClock,
  resultOf,
  silentLog,
  until,
} from '@result-links/delivery/testing';
import type { Persistence } from '../persistence.js';
import { ENGINES, openTestBed, type TestBed } from '../testing/test-bed.js';

/** Kombo as it behaves on a bad day; remembers what was really written. */
function moodyCourier() {
  const written = new Map<string, number>();
  let calls = 0;
  const courier: Courier = {
    send: async ({ id }) => {
      calls += 1;
      await sleep(1 + (calls % 7));
      if (calls % 40 === 0) return resultOf('throttled');
      if (calls % 23 === 0) return resultOf('rejected', { code: 'REMOTE.INPUT_INVALID' });
      written.set(id, (written.get(id) ?? 0) + 1);
      return resultOf(calls % 29 === 0 ? 'unknown' : 'delivered');
    },
    probeIntegration: async () => null,
    probeAccount: async () => null,
  };
  return { courier, written };
}

describe.each(ENGINES)('the worker loop on %s', (engine) => {
  let bed: TestBed;
  beforeAll(async () => void (bed = await openTestBed(engine)), 60_000);
  afterAll(() => bed?.close());

  const start = (
    workerId: string,
    { work, events }: Persistence,
    courier: Courier,
    log: Log = silentLog,
  ) => {
    const numbers = { heartbeatMs: 500, orphanAfterMs: 2_000, recoverMs: 100, reconcileMs: 500 };
    const store: WorkStore = work;
    const worker = new DeliveryWorker({
      ...{ workerId, store, courier, events, clock: realClock, log, random: Math.random },
      ...numbers,
    });
    worker.start();
    return worker;
  };

  it('brings every delivery to an end, writes none twice, takes over from a worker that is gone', async () => {
    const { courier, written } = moodyCourier();
    const other = await bed.replica();
    for (let n = 0; n < 100; n += 1) {
      const integrationId = `sandbox:${n % 5}`;
      await bed.deliveries.accept(acceptInput({ integrationId, candidate: `c${n}` }));
    }
    // Takes three and is never heard of again.
    const abandoned = await bed.work.startAttempts('gone', 3);
    const workers = [start('w1', bed, courier), start('w2', other, courier)];

    const open = async () => {
      const { queued, delivering, retrying, parked } =
        await bed.deliveries.countByState('account-1');
      return queued + delivering + retrying + parked;
    };
    const deadline = Date.now() + 30_000;
    while ((await open()) > 0 && Date.now() < deadline) await sleep(50);
    await Promise.all(workers.map((worker) => worker.stop(1_000)));

    const counts = await bed.deliveries.countByState('account-1');
    expect(counts.delivered + counts.failed + counts.unknown).toBe(100);
    expect(counts.delivered).toBeGreaterThan(0);
    expect([...written.values()].every((times) => times === 1)).toBe(true);
    for (const [id] of written) {
      const state = (await bed.deliveries.find('account-1', id))?.state;
      expect(['delivered', 'unknown']).toContain(state);
    }
    expect(written.size).toBeGreaterThanOrEqual(counts.delivered);
    for (const { delivery } of abandoned) {
      expect(await bed.deliveries.find('account-1', delivery.id)).toMatchObject({
        state: 'unknown',
        attemptCount: 1,
      });
      expect(written.has(delivery.id)).toBe(false);
    }
    for (let n = 0; n < 5; n += 1) {
      const integration = await bed.integrations.getIntegration('account-1', `sandbox:${n}`);
      expect(integration?.inFlight).toBe(0);
    }
  }, 60_000);

  it('survives rows that vanish under it: no retries, counts repaired, rows created again', async () => {
    const messages: string[] = [];
    const note = (_fields: unknown, message: string) => void messages.push(message);
    const log = { info: note, warn: note, error: note };
    let answer: () => void = () => undefined;
    const answers = new Promise<void>((resolve) => (answer = resolve));
    const courier: Courier = {
      send: async () => (await answers, resultOf('delivered')),
      probeIntegration: async () => null,
      probeAccount: async () => null,
    };
    const integrationId = 'sandbox:vanishing';
    const accept = (candidate: string) =>
      bed.deliveries.accept(acceptInput({ integrationId, candidate }));
    for (const name of ['gone', 'set-back', 'kept']) await accept(name);
    const worker = start('vanishing', bed, courier, log);
    const count = async (what: string) =>
      Number(
        only((await bed.db.query<{ n: number }>(`select count(*)::int as n from ${what}`)).rows).n,
      );
    const open = `result_links.attempts where worker_id = 'vanishing' and finished_at is null`;
    await until(async () => (await count(open)) === 3);

    const ids = (name: string) =>
      `(select id from result_links.deliveries where target_id = '${name}')`;
    await bed.db.query(`
      delete from result_links.attempts where delivery_id in ${ids('gone')};
      delete from result_links.deliveries where id in ${ids('gone')};
      delete from result_links.attempts where delivery_id in ${ids('set-back')};
      update result_links.deliveries set state = 'cancelled', attempt_count = 0 where id in ${ids('set-back')};
      delete from result_links.workers`);
    answer();
    await until(async () => worker.inFlight === 0);

    const lost = messages.filter((message) => message.startsWith('attempt lost'));
    expect(lost).toHaveLength(2);
    expect(messages.join()).not.toContain('could not be committed');
    expect(
      await count(`result_links.deliveries where id in ${ids('kept')} and state = 'delivered'`),
    ).toBe(1);
    await until(async () => (await count(`result_links.workers where id = 'vanishing'`)) === 1);
    await until(async () => {
      return (await bed.integrations.getIntegration('account-1', integrationId))?.inFlight === 0;
    });

    // Everything that the service had ever known of the integration and its account.
    await bed.db.query(`
      delete from result_links.attempts where integration_id = '${integrationId}';
      delete from result_links.deliveries where integration_id = '${integrationId}';
      delete from result_links.integrations where id = '${integrationId}'`);
    const again = await accept('kept');
    expect(again.kind).toBe('accepted');
    // The worker takes lost rows for a restored database; it sends again once that is confirmed.
    await until(async () => bed.sendingStop() !== null);
    await bed.confirm({ since: null, nothingSent: true, dryRun: false });
    await until(async () => {
      return (await bed.deliveries.find('account-1', again.delivery.id))?.state === 'delivered';
    });
    await worker.stop(1_000);
  }, 60_000);
});
