import type { WorkerLoad } from '../../ports.js';
import { finishInput, only, resultOf } from '../inputs.js';
import { stepsOn, type StoreBed } from './bed.js';

/** `WorkStore.startAttempts`, `openAttempts` and `nextDueAt`. */
export function claimingSpecs(bed: () => StoreBed): void {
  const { acceptMany, end, inFlight, startOne, states, untilDue } = stepsOn(bed);
  const claim = (limit: number, load?: WorkerLoad) => bed().work.startAttempts('w', limit, load);

  it('commits the intent of an attempt for each delivery it hands out, oldest first', async () => {
    const ids = await acceptMany('sandbox:a', 5);
    const started = await bed().work.startAttempts('worker-1', 3);

    expect(started.map(({ delivery }) => delivery.id).sort()).toEqual(ids.slice(0, 3));
    for (const { delivery, attempt } of started) {
      expect(delivery).toMatchObject({ state: 'delivering', attemptCount: 1, nextAttemptAt: null });
      expect(attempt).toMatchObject({ deliveryId: delivery.id, number: 1, workerId: 'worker-1' });
      expect(attempt).toMatchObject({ finishedAt: null, outcome: null });
      expect(await bed().deliveries.listAttempts('account-1', delivery.id)).toEqual([attempt]);
    }
    expect(await inFlight()).toBe(3);
    expect((await bed().work.openAttempts('worker-1')).length).toBe(3);
    expect(await bed().work.openAttempts('worker-2')).toEqual([]);
  });

  it('hands nothing out when nothing is due, and says when something will be', async () => {
    expect(await claim(5)).toEqual([]);
    expect(await untilDue()).toBeNull();

    await acceptMany('sandbox:a', 1);
    expect(Math.abs((await untilDue()) ?? Infinity)).toBeLessThan(2_000);

    const started = await startOne();
    expect(await untilDue()).toBeNull();
    await end(started, resultOf('unavailable'));
    // The first step of the schedule is five seconds.
    expect(await untilDue()).toBeGreaterThan(3_000);
    expect(await untilDue()).toBeLessThan(7_000);
    expect(await claim(1)).toEqual([]);
  });

  it('says nothing of deliveries that wait for a place of their integration', async () => {
    await acceptMany('sandbox:a', 2);
    await bed().openWindow('sandbox:a', 1);
    const first = await startOne();
    expect(await claim(1)).toEqual([]);
    expect(await untilDue()).toBeNull();
    await end(first, resultOf('delivered'));
    expect(await untilDue()).not.toBeNull();
  });

  it('never exceeds the window of an integration, with 4 workers claiming 20 at a time', async () => {
    await acceptMany('sandbox:a', 60);
    await bed().openWindow('sandbox:a', 30);
    const other = await bed().replica();
    const workers = ['w1', 'w2', 'w3', 'w4'];

    let delivered = 0;
    for (let round = 0; delivered < 60 && round < 30; round += 1) {
      const claims = await Promise.all(
        workers.map((id, n) => (n % 2 ? bed() : other).work.startAttempts(id, 20)),
      );
      const started = claims.flat();
      expect(await inFlight()).toBe(started.length);
      expect(started.length).toBeLessThanOrEqual(30);
      if (round === 0) expect(started.length).toBe(30);
      expect(new Set(started.map(({ delivery }) => delivery.id)).size).toBe(started.length);
      const now = bed().now();
      await Promise.all(
        started.map((each, n) =>
          (n % 2 ? bed() : other).work.finishAttempt(
            finishInput(each, resultOf('delivered'), 'hold', now),
          ),
        ),
      );
      expect(await inFlight()).toBe(0);
      delivered += started.length;
    }
    expect(delivered).toBe(60);
    expect(await states()).toEqual({ delivered: 60 });
  }, 30_000);

  it('shares the slots between integrations', async () => {
    await acceptMany('sandbox:a', 12);
    await acceptMany('sandbox:b', 2);
    await acceptMany('sandbox:c', 8);
    const started = await claim(8);
    const count = (id: string) =>
      started.filter(({ delivery }) => delivery.integrationId === id).length;
    expect([count('sandbox:a'), count('sandbox:b'), count('sandbox:c')]).toEqual([3, 2, 3]);
  });

  describe('for a worker with open calls', () => {
    /** A worker with so many places, and calls of `sandbox:slow` in so many of them. */
    const load = (places: number, slow: number, stuck: string | null = null): WorkerLoad => ({
      ...{ places, free: places - slow },
      callsOf: ({ integrationId }) => (integrationId === 'sandbox:slow' ? slow : 0),
      isStuck: (accountId) => accountId === stuck,
    });
    const startedOf = async (limit: number, of: WorkerLoad) =>
      (await claim(limit, of)).map(({ delivery }) => delivery.integrationId);

    it('keeps an integration to its share of the places, and leaves the rest to others', async () => {
      await acceptMany('sandbox:slow', 5);
      await acceptMany('sandbox:well', 1);
      expect(await startedOf(16, load(20, 18))).toEqual(['sandbox:well']);
      expect(await startedOf(16, load(20, 18))).toEqual([]);
      expect(await startedOf(16, load(20, 0))).toHaveLength(5);
    });

    it('hands out no more than there are free places', async () => {
      await acceptMany('sandbox:slow', 5);
      expect(await startedOf(5, load(3, 0))).toHaveLength(3);
      expect(await startedOf(5, load(2, 2))).toEqual([]);
    });

    it('passes over an account whose requests do not get onto the wire', async () => {
      await acceptMany('sandbox:slow', 2);
      expect(await startedOf(16, load(20, 0, 'account-1'))).toEqual([]);
      expect(await startedOf(16, load(20, 0, 'account-2'))).toHaveLength(2);
    });

    it('tells of open attempts only those that it does not know', async () => {
      await acceptMany('sandbox:a', 2);
      const [known, lost] = await claim(2);
      const isKnown = ({ deliveryId }: { deliveryId: string }) => deliveryId === known?.delivery.id;
      const open = await bed().work.openAttempts('w', isKnown);
      expect(open).toEqual([lost]);
    });
  });

  it('keeps to a configured rate, whoever claims', async () => {
    const { work } = await bed().replica({ rate: { ratePerSecond: 2, burst: 3 } });
    await acceptMany('sandbox:a', 10);
    expect(await work.startAttempts('w1', 10)).toHaveLength(3);
    expect(await work.startAttempts('w2', 10)).toHaveLength(0);
    const due = (await work.nextDueAt())?.getTime() ?? 0;
    expect(due - bed().now().getTime()).toBeLessThan(600);
    await bed().pass(600);
    expect(await work.startAttempts('w2', 10)).toHaveLength(1);
  });

  it('starts nothing while an integration is blocked, and says until when', async () => {
    await acceptMany('sandbox:a', 2);
    const limits = { retryAfterSeconds: 30 };
    await end(await startOne(), resultOf('throttled', { limits }));

    expect(await claim(5)).toEqual([]);
    expect(await untilDue()).toBeGreaterThan(20_000);
    expect(await untilDue()).toBeLessThan(30_500);
    await bed().pass(40_000);
    expect(await claim(5)).toHaveLength(2);
  });

  it('takes what was begun before what is new, however many wait', async () => {
    const [id = ''] = await acceptMany('sandbox:a', 1);
    const first = await startOne();
    await acceptMany('sandbox:a', 7);
    await end(first, resultOf('unavailable'));
    await bed().pass(10_000);
    expect((await startOne()).delivery.id).toBe(id);
    expect(await claim(20)).toHaveLength(6);
  });

  it('takes a delivery that was cancelled and queued again once', async () => {
    const [id = ''] = await acceptMany('sandbox:a', 1);
    await bed().deliveries.move('account-1', id, ['queued'], 'cancelled', 'test');
    expect(await claim(5)).toEqual([]);
    await bed().deliveries.move('account-1', id, ['cancelled'], 'queued', 'test');
    expect(only(await claim(5)).delivery.id).toBe(id);
    expect(await claim(5)).toEqual([]);
  });
}
