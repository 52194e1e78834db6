import { setTimeout as sleep } from 'node:timers/promises';
import { DeliveryWorker } from '@result-links/delivery';
import type { Clock, Courier, WorkStore } from '@result-links/delivery';
import type { Persistence } from '../persistence.js';
import { acceptInput, resultOf } from '../testing/samples.js';
import { ENGINES, openTestBed, silentLog, type TestBed } from '../testing/test-bed.js';

const clock: Clock = {
  now: () => new Date(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
};

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

  const start = (workerId: string, { work, events }: Persistence, courier: Courier) => {
    const numbers = { heartbeatMs: 500, orphanAfterMs: 2_000, recoverMs: 100, reconcileMs: 500 };
    const store: WorkStore = work;
    const worker = new DeliveryWorker({
      ...{ workerId, store, courier, events, clock, log: silentLog, random: Math.random },
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
});
