import type { WorkerLoad } from '@result-links/delivery';
import { BULK_MS } from '../engine/database.js';
import { acceptInput, finishInput, only, resultOf } from '../testing/samples.js';
import { ENGINES, openTestBed, type TestBed } from '../testing/test-bed.js';

describe.each(ENGINES)('starting attempts on %s', (engine) => {
  let bed: TestBed;
  beforeAll(async () => void (bed = await openTestBed(engine)), 60_000);
  afterEach(() => bed.reset());
  afterAll(() => bed?.close());

  const acceptMany = async (integrationId: string, count: number): Promise<string[]> => {
    const ids: string[] = [];
    for (let n = 0; n < count; n += 1) {
      const input = acceptInput({ integrationId, candidate: `${integrationId}-${n}` });
      ids.push((await bed.deliveries.accept(input)).delivery.id);
    }
    return ids;
  };
  const inFlight = async (integrationId: string) =>
    (await bed.integrations.getIntegration('account-1', integrationId))?.inFlight;
  const openWindow = (integrationId: string, window: number) =>
    bed.db.query(
      `update result_links.integrations set "window" = $2, concurrency_limit = $2 where id = $1`,
      [integrationId, window],
    );

  it('commits the intent of an attempt for each delivery it hands out, oldest first', async () => {
    const ids = await acceptMany('sandbox:a', 5);
    const started = await bed.work.startAttempts('worker-1', 3);

    expect(started.map(({ delivery }) => delivery.id).sort()).toEqual(ids.slice(0, 3));
    for (const { delivery, attempt } of started) {
      expect(delivery).toMatchObject({ state: 'delivering', attemptCount: 1, nextAttemptAt: null });
      expect(attempt).toMatchObject({ deliveryId: delivery.id, number: 1, workerId: 'worker-1' });
      expect(attempt).toMatchObject({ finishedAt: null, outcome: null });
      expect(await bed.deliveries.listAttempts('account-1', delivery.id)).toEqual([attempt]);
    }
    expect(await inFlight('sandbox:a')).toBe(3);
    expect((await bed.work.openAttempts('worker-1')).length).toBe(3);
    expect(await bed.work.openAttempts('worker-2')).toEqual([]);
  });

  it('hands nothing out when nothing is due, and says when something will be', async () => {
    expect(await bed.work.startAttempts('w', 5)).toEqual([]);
    expect(await bed.work.nextDueAt()).toBeNull();

    await acceptMany('sandbox:a', 1);
    const due = await bed.work.nextDueAt();
    expect(Math.abs((due?.getTime() ?? 0) - Date.now())).toBeLessThan(2_000);

    const started = only(await bed.work.startAttempts('w', 1));
    expect(await bed.work.nextDueAt()).toBeNull();
    await bed.work.finishAttempt(finishInput(started, resultOf('unavailable')));
    // The first step of the schedule is five seconds.
    const later = (await bed.work.nextDueAt())?.getTime() ?? 0;
    expect(later - Date.now()).toBeGreaterThan(3_000);
    expect(later - Date.now()).toBeLessThan(7_000);
    expect(await bed.work.startAttempts('w', 1)).toEqual([]);
  });

  it('never exceeds the window of an integration, with 4 workers claiming 20 at a time', async () => {
    await acceptMany('sandbox:a', 60);
    await openWindow('sandbox:a', 30);
    const other = await bed.replica();
    const workers = ['w1', 'w2', 'w3', 'w4'];

    let delivered = 0;
    for (let round = 0; delivered < 60 && round < 30; round += 1) {
      const claims = await Promise.all(
        workers.map((id, n) => (n % 2 ? bed : other).work.startAttempts(id, 20)),
      );
      const started = claims.flat();
      expect(await inFlight('sandbox:a')).toBe(started.length);
      expect(started.length).toBeLessThanOrEqual(30);
      if (round === 0) expect(started.length).toBe(30);
      expect(new Set(started.map(({ delivery }) => delivery.id)).size).toBe(started.length);
      await Promise.all(
        started.map((attempt, n) =>
          (n % 2 ? bed : other).work.finishAttempt(finishInput(attempt, resultOf('delivered'))),
        ),
      );
      expect(await inFlight('sandbox:a')).toBe(0);
      delivered += started.length;
    }
    expect(delivered).toBe(60);
    expect(await bed.deliveries.countByState('account-1')).toMatchObject({ delivered: 60 });
  }, 30_000);

  it('shares the slots between integrations', async () => {
    await acceptMany('sandbox:a', 12);
    await acceptMany('sandbox:b', 2);
    await acceptMany('sandbox:c', 8);
    const started = await bed.work.startAttempts('w', 8);
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
      (await bed.work.startAttempts('w', limit, of)).map(({ delivery }) => delivery.integrationId);

    it('keeps an integration to its share of the places, and leaves the rest to others', async () => {
      await acceptMany('sandbox:slow', 5);
      await acceptMany('sandbox:well', 1);
      expect(await startedOf(16, load(20, 18))).toEqual(['sandbox:well']);
      expect(await startedOf(16, load(20, 18))).toEqual([]);
      expect(await startedOf(16, load(20, 0))).toHaveLength(5);
    });

    it('passes over an account whose requests do not get onto the wire', async () => {
      await acceptMany('sandbox:slow', 2);
      expect(await startedOf(16, load(20, 0, 'account-1'))).toEqual([]);
      expect(await startedOf(16, load(20, 0, 'account-2'))).toHaveLength(2);
    });

    it('tells of open attempts only those that it does not know', async () => {
      await acceptMany('sandbox:a', 2);
      const [known, lost] = await bed.work.startAttempts('w', 2);
      const isKnown = ({ deliveryId }: { deliveryId: string }) => deliveryId === known?.delivery.id;
      const open = await bed.work.openAttempts('w', isKnown);
      expect(open.map(({ delivery }) => delivery.id)).toEqual([lost?.delivery.id]);
    });
  });

  it('keeps to a configured rate, whoever claims', async () => {
    const slow = await bed.replica({ rate: { ratePerSecond: 2, burst: 3 } });
    await acceptMany('sandbox:a', 10);
    expect(await slow.work.startAttempts('w1', 10)).toHaveLength(3);
    expect(await slow.work.startAttempts('w2', 10)).toHaveLength(0);
    const due = (await slow.work.nextDueAt())?.getTime() ?? 0;
    expect(due - Date.now()).toBeLessThan(600);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(await slow.work.startAttempts('w2', 10)).toHaveLength(1);
  });

  it('starts nothing while an integration is blocked, and says until when', async () => {
    await acceptMany('sandbox:a', 2);
    const first = only(await bed.work.startAttempts('w', 1));
    const throttled = resultOf('throttled', { limits: { retryAfterSeconds: 3 } });
    await bed.work.finishAttempt(finishInput(first, throttled));

    expect(await bed.work.startAttempts('w', 5)).toEqual([]);
    const due = (await bed.work.nextDueAt())?.getTime() ?? 0;
    expect(due - Date.now()).toBeGreaterThan(2_000);
    expect(due - Date.now()).toBeLessThan(3_500);
  });

  it('takes what was begun before what is new, however many wait', async () => {
    const [id = ''] = await acceptMany('sandbox:a', 1);
    const first = only(await bed.work.startAttempts('w', 1));
    await acceptMany('sandbox:a', 6);
    await bed.work.finishAttempt(finishInput(first, resultOf('unavailable')));
    // Well past: the column keeps milliseconds, and the present may be rounded up.
    await bed.db.query(
      `update result_links.deliveries set next_attempt_at = now() - interval '1 second' where id = $1`,
      [id],
    );
    expect(only(await bed.work.startAttempts('w', 1)).delivery.id).toBe(id);
    expect(await bed.work.startAttempts('w', 10)).toHaveLength(5);
  });

  it('takes a delivery that was cancelled and queued again once', async () => {
    const [id = ''] = await acceptMany('sandbox:a', 1);
    await bed.deliveries.move('account-1', id, ['queued'], 'cancelled', 'test');
    expect(await bed.work.startAttempts('w', 5)).toEqual([]);
    await bed.deliveries.move('account-1', id, ['cancelled'], 'queued', 'test');
    expect(only(await bed.work.startAttempts('w', 5)).delivery.id).toBe(id);
    expect(await bed.work.startAttempts('w', 5)).toEqual([]);
  });

  it('starts one delivery within moments beside 50,000 of another integration', async () => {
    await acceptMany('sandbox:crowded', 1);
    await seedBacklog(bed, 50_000);
    await openWindow('sandbox:crowded', 15);
    await bed.work.startAttempts('w', 10);
    const [id] = await acceptMany('sandbox:quiet', 1);

    const startedAt = performance.now();
    const started = await bed.work.startAttempts('w', 1);
    const ms = performance.now() - startedAt;
    expect(only(started).delivery.id).toBe(id);

    const fullAt = performance.now();
    await bed.work.startAttempts('w', 10);
    expect(await bed.work.startAttempts('w', 10)).toEqual([]);
    const fullMs = performance.now() - fullAt;
    if (process.env['TEST_MEASURE']) {
      console.log(
        `${engine}: claim beside 50,000 in ${ms.toFixed(0)} ms, two more ${fullMs.toFixed(0)} ms`,
      );
    }
    expect(ms).toBeLessThan(1_000);
  }, 60_000);
});

describe('starting attempts beside another process', () => {
  let bed: TestBed;
  beforeAll(async () => void (bed = await openTestBed('postgres')), 60_000);
  afterAll(() => bed?.close());

  it('leaves out integrations that it holds, and waits for them when there is nothing else', async () => {
    const accept = async (integrationId: string) =>
      (await bed.deliveries.accept(acceptInput({ integrationId }))).delivery.id;
    const held = await accept('sandbox:held');
    const free = await accept('sandbox:free');
    let letGo = (): void => undefined;
    const isHeld = new Promise<void>((isLocked) => {
      void bed.db.transaction(async (tx) => {
        await tx.query(
          `select from result_links.integrations where id = 'sandbox:held' for no key update`,
        );
        isLocked();
        await new Promise<void>((resolve) => (letGo = resolve));
      });
    });
    await isHeld;

    expect(only(await bed.work.startAttempts('w', 5)).delivery.id).toBe(free);
    let hasEnded = false;
    const waiting = bed.work.startAttempts('w', 5).finally(() => (hasEnded = true));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(hasEnded).toBe(false);
    letGo();
    expect(only(await waiting).delivery.id).toBe(held);
  });
});

/** Many waiting deliveries of `sandbox:crowded`, copied from the one that is there. */
async function seedBacklog({ db }: TestBed, count: number): Promise<void> {
  await db.query(
    `insert into result_links.deliveries (id, account_id, integration_id, target_type, target_id, body,
       content_hash, state, next_attempt_at, accepted_at, updated_at)
     select gen_random_uuid(), account_id, integration_id, target_type, 'c' || n, body, 'h' || n,
            state, now(), now(), now()
       from result_links.deliveries, generate_series(1, $1) n`,
    [count],
    { deadlineMs: BULK_MS },
  );
  await db.query('analyze result_links.deliveries');
}
