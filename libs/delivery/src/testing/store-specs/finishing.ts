import { AttemptGoneError } from '../../gone.js';
import type { StartedAttempt } from '../../ports.js';
import { later } from '../../waits.js';
import { finishInput, only, resultOf } from '../inputs.js';
import { stepsOn, type StoreBed } from './bed.js';

const HOUR_MS = 3_600_000;

/** `WorkStore.finishAttempt` and `findOrphans`. */
export function finishingSpecs(bed: () => StoreBed): void {
  const { accept, end, inFlight, startOne, untilDue, ...steps } = stepsOn(bed);
  const find = ({ delivery }: StartedAttempt) => steps.find(delivery);
  const attempts = ({ delivery }: StartedAttempt) =>
    bed().deliveries.listAttempts('account-1', delivery.id);
  const start = async (candidate = 'c1', workerId = 'w') => {
    await accept({ candidate });
    return startOne(workerId);
  };

  it('writes outcome, state and place in flight together', async () => {
    const started = await start();
    const result = { ...resultOf('delivered'), warnings: ['field left out'] };
    expect(await end(started, result)).toBe(true);

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
    const limits = { concurrencyLimit: 4, rateRemaining: 0, rateResetSeconds: 60 };
    await end(await start(), resultOf('delivered', { limits }));
    expect(await bed().integrations.getIntegration('account-1', 'sandbox:a')).toMatchObject({
      concurrencyLimit: 4,
      window: 4,
    });
    await accept({ candidate: 'c2' });
    expect(await bed().work.startAttempts('w', 1)).toEqual([]);
    expect(await untilDue()).toBeGreaterThan(50_000);
  });

  it('queues the next attempt of a retrying delivery for its time, and it is not taken before', async () => {
    const started = await start();
    const limits = { retryAfterSeconds: 60 };
    await end(started, resultOf('throttled', { limits }));
    const waiting = await find(started);
    expect(waiting).toMatchObject({ state: 'retrying', countedAttempts: 0, throttledInARow: 1 });
    const waitMs = (waiting?.nextAttemptAt?.getTime() ?? 0) - bed().now().getTime();
    expect(waitMs).toBeGreaterThan(50_000);

    expect(await bed().work.startAttempts('w', 1)).toEqual([]);
    await bed().pass(waitMs + 10);
    expect((await startOne()).attempt.number).toBe(2);
  });

  it('waits as long as was decided, whatever the worker’s clock says', async () => {
    const started = await start();
    const wrong = later(bed().now(), -HOUR_MS);
    await bed().work.finishAttempt(finishInput(started, resultOf('unavailable'), 'hold', wrong));
    const due = (await find(started))?.nextAttemptAt?.getTime() ?? 0;
    expect(due - bed().now().getTime()).toBeGreaterThan(3_000);
    expect(due - bed().now().getTime()).toBeLessThan(6_000);
  });

  it('does nothing the second time', async () => {
    const started = await start();
    const result = resultOf('rejected', { code: 'REMOTE.INPUT_INVALID' });
    expect(await end(started, result)).toBe(true);
    const before = await find(started);
    expect(await end(started, result)).toBe(false);
    expect(await end(started, resultOf('delivered'))).toBe(false);
    expect(await find(started)).toEqual(before);
    expect(await inFlight()).toBe(0);
  });

  it('refuses attempts that do not exist, and commits the others of the group', async () => {
    const [one, two] = [await start(), await start('c2')];
    const [input, other] = [one, two].map((each) =>
      finishInput(each, resultOf('delivered'), 'hold', bed().now()),
    ) as [ReturnType<typeof finishInput>, ReturnType<typeof finishInput>];
    const unknown = [
      { ...input, attemptNumber: 2 },
      { ...input, deliveryId: crypto.randomUUID() },
      // The database lost the attempt, and another worker started one that got its number.
      { ...input, startedAt: later(input.startedAt, -1) },
    ];
    const answers = await Promise.allSettled(
      [...unknown, other].map((each) => bed().work.finishAttempt(each)),
    );
    const refused = { status: 'rejected', reason: expect.any(AttemptGoneError) };
    expect(answers).toEqual([refused, refused, refused, { status: 'fulfilled', value: true }]);
    expect(await inFlight()).toBe(1);
  });

  it('lets a worker close the attempt of another', async () => {
    const input = finishInput(await start('c1', 'dead'), resultOf('unknown'));
    expect(await bed().work.finishAttempt({ ...input, workerId: 'alive' })).toBe(true);
    expect(await bed().work.openAttempts('dead')).toEqual([]);
  });

  it('closes an attempt once when two workers do it at the same time', async () => {
    const input = finishInput(await start(), resultOf('unknown'), 'hold', bed().now());
    const other = await bed().replica();
    const answers = await Promise.all(
      [bed(), other, bed(), other].map(({ work }) => work.finishAttempt(input)),
    );
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await inFlight()).toBe(0);
  });

  describe('late, after the attempt was closed as unknown', () => {
    it('repairs an unknown delivery', async () => {
      const started = await start();
      expect(await end(started, resultOf('unknown'))).toBe(true);
      expect(await find(started)).toMatchObject({ state: 'unknown' });

      expect(await end(started, resultOf('delivered'))).toBe(false);
      expect(await find(started)).toMatchObject({ state: 'delivered', lastOutcome: 'delivered' });
      expect(only(await attempts(started))).toMatchObject({ outcome: 'delivered' });
      expect(await inFlight()).toBe(0);
    });

    it('leaves an unknown delivery to be tried again when nothing was written', async () => {
      const started = await start();
      await end(started, resultOf('unknown'));
      await end(started, resultOf('unavailable'));
      expect(await find(started)).toMatchObject({ state: 'retrying' });
      expect(await bed().work.nextDueAt()).not.toBeNull();
    });

    it('keeps a repetition that waits from being sent', async () => {
      const started = await start();
      await end(started, resultOf('unknown'), 'retry');
      expect(await find(started)).toMatchObject({ state: 'retrying' });
      await end(started, resultOf('delivered'));
      expect(await find(started)).toMatchObject({ state: 'delivered' });
      await bed().work.reconcile();
      expect(await bed().work.nextDueAt()).toBeNull();
    });

    it('does not undo what a human has decided since', async () => {
      const started = await start();
      await end(started, resultOf('unknown'));
      const { id } = started.delivery;
      await bed().deliveries.move('account-1', id, ['unknown'], 'queued', 'not there');
      await end(started, resultOf('rejected'));
      expect(await find(started)).toMatchObject({ state: 'queued' });
      expect(only(await attempts(started))).toMatchObject({ outcome: 'rejected' });
    });
  });

  describe('orphans', () => {
    it('are the attempts of workers that are silent or have signed off', async () => {
      const silent = await start('c1', 'silent');
      const gone = await start('c2', 'gone');
      await start('c3', 'alive');
      await bed().work.signOff('gone');
      await bed().pass(30_000);
      await bed().work.heartbeat('alive');

      expect(await bed().work.findOrphans(60_000, 10)).toEqual([gone]);
      const found = await bed().work.findOrphans(20_000, 10);
      expect(found.map(({ delivery }) => delivery.id).sort()).toEqual(
        [silent.delivery.id, gone.delivery.id].sort(),
      );
      expect(await bed().work.findOrphans(20_000, 1)).toHaveLength(1);
    });

    it('are no longer found once they are closed', async () => {
      const started = await start('c1', 'gone');
      await bed().work.signOff('gone');
      await end(started, resultOf('unknown'));
      expect(await bed().work.findOrphans(0, 10)).toEqual([]);
    });
  });

  it('finds nothing to reconcile when all is well', async () => {
    await start();
    await accept({ candidate: 'c2' });
    expect(await bed().work.reconcile()).toBe(0);
  });
}
