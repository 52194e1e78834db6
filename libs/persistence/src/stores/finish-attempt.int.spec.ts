import { AttemptGoneError, type StartedAttempt } from '@result-links/delivery';
import { acceptInput, finishInput, only, resultOf } from '../testing/samples.js';
import { ENGINES, openTestBed, type TestBed } from '../testing/test-bed.js';

describe.each(ENGINES)('finishing attempts on %s', (engine) => {
  let bed: TestBed;
  beforeAll(async () => void (bed = await openTestBed(engine)), 60_000);
  afterEach(() => bed.reset());
  afterAll(() => bed?.close());

  const startOne = async (candidate = 'c1', workerId = 'w'): Promise<StartedAttempt> => {
    await bed.deliveries.accept(acceptInput({ candidate }));
    return only(await bed.work.startAttempts(workerId, 1));
  };
  const find = async (started: StartedAttempt) =>
    bed.deliveries.find('account-1', started.delivery.id);
  const attempts = (started: StartedAttempt) =>
    bed.deliveries.listAttempts('account-1', started.delivery.id);
  const inFlight = async () =>
    (await bed.integrations.getIntegration('account-1', 'sandbox:a'))?.inFlight;
  const closeAsOrphan = (started: StartedAttempt, policy: 'hold' | 'retry' = 'hold') =>
    bed.work.finishAttempt(finishInput(started, resultOf('unknown'), policy));

  it('writes outcome, state and place in flight together', async () => {
    const started = await startOne();
    const result = { ...resultOf('delivered'), warnings: ['field left out'] };
    expect(await bed.work.finishAttempt(finishInput(started, result))).toBe(true);

    expect(await find(started)).toMatchObject({
      state: 'delivered',
      lastOutcome: 'delivered',
      lastDetails: result.details,
      warnings: ['field left out'],
      nextAttemptAt: null,
      countedAttempts: 1,
    });
    const attempt = only(await attempts(started));
    expect(attempt).toMatchObject({ outcome: 'delivered', details: result.details });
    expect(attempt.finishedAt).toBeInstanceOf(Date);
    expect(attempt.warnings).toEqual(['field left out']);
    expect(await inFlight()).toBe(0);
  });

  it('learns the pace from the answer', async () => {
    const started = await startOne();
    const limits = { concurrencyLimit: 4, rateRemaining: 7, rateResetSeconds: 60 };
    await bed.work.finishAttempt(finishInput(started, resultOf('delivered', { limits })));
    expect(await bed.integrations.getIntegration('account-1', 'sandbox:a')).toMatchObject({
      concurrencyLimit: 4,
      window: 4,
    });
    const { rows } = await bed.db.query('select rate_remaining from result_links.integrations');
    expect(only(rows)).toEqual({ rate_remaining: 7 });
  });

  it('queues the next attempt of a retrying delivery for its time, and it is not taken before', async () => {
    const started = await startOne();
    const limits = { retryAfterSeconds: 1 };
    await bed.work.finishAttempt(finishInput(started, resultOf('throttled', { limits })));
    const waiting = await find(started);
    expect(waiting).toMatchObject({ state: 'retrying', countedAttempts: 0, throttledInARow: 1 });
    expect(waiting?.nextAttemptAt?.getTime()).toBeGreaterThan(Date.now() + 500);

    expect(await bed.work.startAttempts('w', 1)).toEqual([]);
    const dueAt = waiting?.nextAttemptAt?.getTime() ?? 0;
    await new Promise((resolve) => setTimeout(resolve, dueAt - Date.now() + 20));
    const again = only(await bed.work.startAttempts('w', 1));
    expect(again.attempt.number).toBe(2);
    expect(again.attempt.startedAt.getTime()).toBeGreaterThanOrEqual(dueAt);
  });

  it('waits as long as was decided, whatever the worker’s clock says', async () => {
    const started = await startOne();
    const input = finishInput(started, resultOf('unavailable'));
    const hour = 3_600_000;
    await bed.work.finishAttempt({
      ...input,
      at: new Date(input.at.getTime() - hour),
      transition: {
        ...input.transition,
        nextAttemptAt: new Date((input.transition.nextAttemptAt as Date).getTime() - hour),
      },
    });
    const wait = ((await find(started))?.nextAttemptAt?.getTime() ?? 0) - Date.now();
    expect(wait).toBeGreaterThan(4_000);
    expect(wait).toBeLessThan(6_000);
  });

  it('does nothing the second time', async () => {
    const started = await startOne();
    const input = finishInput(started, resultOf('rejected', { code: 'REMOTE.INPUT_INVALID' }));
    expect(await bed.work.finishAttempt(input)).toBe(true);
    const before = await find(started);
    expect(await bed.work.finishAttempt(input)).toBe(false);
    expect(await bed.work.finishAttempt(finishInput(started, resultOf('delivered')))).toBe(false);
    expect(await find(started)).toEqual(before);
    expect(await inFlight()).toBe(0);
  });

  it('refuses attempts that do not exist, and commits the others of the group', async () => {
    const input = finishInput(await startOne(), resultOf('delivered'));
    const other = finishInput(await startOne('c2'), resultOf('delivered'));
    const unknown = [
      { ...input, attemptNumber: 2 },
      { ...input, deliveryId: crypto.randomUUID() },
      // The database lost the attempt, and another worker started one that got its number.
      { ...input, startedAt: new Date(input.startedAt.getTime() - 1) },
    ];
    const answers = await Promise.allSettled(
      [...unknown, other].map((each) => bed.work.finishAttempt(each)),
    );
    const refused = { status: 'rejected', reason: expect.any(AttemptGoneError) };
    expect(answers).toEqual([refused, refused, refused, { status: 'fulfilled', value: true }]);
    expect(await inFlight()).toBe(1);
  });

  it('lets a worker close the attempt of another, and keeps which one did', async () => {
    const started = await startOne('c1', 'dead');
    const input = finishInput(started, resultOf('unknown'));
    expect(await bed.work.finishAttempt({ ...input, workerId: 'alive' })).toBe(true);
    const { rows } = await bed.db.query('select worker_id, closed_by from result_links.attempts');
    expect(rows).toEqual([{ worker_id: 'dead', closed_by: 'alive' }]);
  });

  it('closes an attempt once when two workers do it at the same time', async () => {
    const started = await startOne();
    const other = await bed.replica();
    const input = finishInput(started, resultOf('unknown'));
    const answers = await Promise.all(
      [bed, other, bed, other].map(({ work }) => work.finishAttempt(input)),
    );
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await inFlight()).toBe(0);
  });

  describe('late, after the attempt was closed as unknown', () => {
    it('repairs an unknown delivery', async () => {
      const started = await startOne();
      expect(await closeAsOrphan(started)).toBe(true);
      expect(await find(started)).toMatchObject({ state: 'unknown' });

      expect(await bed.work.finishAttempt(finishInput(started, resultOf('delivered')))).toBe(false);
      expect(await find(started)).toMatchObject({ state: 'delivered', lastOutcome: 'delivered' });
      expect(only(await attempts(started))).toMatchObject({ outcome: 'delivered' });
      expect(await inFlight()).toBe(0);
    });

    it('leaves an unknown delivery to be tried again when nothing was written', async () => {
      const started = await startOne();
      await closeAsOrphan(started);
      await bed.work.finishAttempt(finishInput(started, resultOf('unavailable')));
      expect(await find(started)).toMatchObject({ state: 'retrying' });
      expect(await bed.work.nextDueAt()).not.toBeNull();
    });

    it('keeps a repetition that waits from being sent', async () => {
      const started = await startOne();
      await closeAsOrphan(started, 'retry');
      expect(await find(started)).toMatchObject({ state: 'retrying' });
      await bed.work.finishAttempt(finishInput(started, resultOf('delivered')));
      expect(await find(started)).toMatchObject({ state: 'delivered' });
      await bed.work.reconcile();
      expect(await bed.work.nextDueAt()).toBeNull();
    });

    it('does not undo what a human has decided since', async () => {
      const started = await startOne();
      await closeAsOrphan(started);
      await bed.deliveries.move(
        'account-1',
        started.delivery.id,
        ['unknown'],
        'queued',
        'not there',
      );
      await bed.work.finishAttempt(finishInput(started, resultOf('rejected')));
      expect(await find(started)).toMatchObject({ state: 'queued' });
      expect(only(await attempts(started))).toMatchObject({ outcome: 'rejected' });
    });
  });

  describe('orphans', () => {
    it('are the attempts of workers that are silent or have signed off', async () => {
      const silent = await startOne('c1', 'silent');
      const gone = await startOne('c2', 'gone');
      await startOne('c3', 'alive');
      await bed.work.signOff('gone');
      await new Promise((resolve) => setTimeout(resolve, 1_050));
      await bed.work.heartbeat('alive');

      expect(await bed.work.findOrphans(60_000, 10)).toMatchObject([
        { delivery: { id: gone.delivery.id, state: 'delivering' }, attempt: { workerId: 'gone' } },
      ]);
      const found = await bed.work.findOrphans(1_000, 10);
      expect(found.map(({ delivery }) => delivery.id).sort()).toEqual(
        [silent.delivery.id, gone.delivery.id].sort(),
      );
      expect(await bed.work.findOrphans(1_000, 1)).toHaveLength(1);
    });

    it('are no longer found once they are closed', async () => {
      const started = await startOne('c1', 'gone');
      await bed.work.signOff('gone');
      await closeAsOrphan(started);
      expect(await bed.work.findOrphans(0, 10)).toEqual([]);
    });
  });
});
