import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidCursorError } from '../../cursor.js';
import type { DeliveryFilter } from '../../ports.js';
import type { DeliveryState } from '../../states.js';
import { later } from '../../waits.js';
import { resultOf } from '../inputs.js';
import { stepsOn, type StoreBed } from './bed.js';

/** Lists, counts and moves by hand of `DeliveryStore`. */
export function listingSpecs(bed: () => StoreBed): void {
  const { accept, end, endOne, find, startOne } = stepsOn(bed);
  const ids = async (filter: Partial<DeliveryFilter> = {}, limit = 50): Promise<string[]> => {
    const page = await bed().deliveries.list({ accountId: 'account-1', ...filter }, { limit });
    return page.deliveries.map(({ id }) => id);
  };
  const endAll = async (outcome: 'rejected' | 'delivered' | 'unknown', code?: string) => {
    for (const started of await bed().work.startAttempts('w', 50)) {
      await end(started, resultOf(outcome, code === undefined ? {} : { code }));
    }
  };

  it('lists newest first, page by page, each delivery once', async () => {
    const all: string[] = [];
    for (let n = 0; n < 7; n += 1) all.unshift((await accept({ candidate: `c${n}` })).id);
    await bed().work.startAttempts('w', 3);

    const seen: string[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < 10; page += 1) {
      const { deliveries, nextCursor } = await bed().deliveries.list(
        { accountId: 'account-1' },
        { limit: 3, ...(cursor !== undefined && { cursor }) },
      );
      seen.push(...deliveries.map(({ id }) => id));
      if (nextCursor === null) break;
      cursor = nextCursor;
    }
    expect(seen).toEqual(all);
    expect(await ids({}, 7)).toEqual(all);
  });

  it('says that there is no next page when the last one is just full', async () => {
    await accept({ candidate: 'c1' });
    await accept({ candidate: 'c2' });
    const page = await bed().deliveries.list({ accountId: 'account-1' }, { limit: 2 });
    expect(page.deliveries).toHaveLength(2);
    expect(page.nextCursor).toBeNull();
  });

  it.each(['', 'x', 'YWZ0ZXI6', Buffer.from("after:' or 1=1").toString('base64url'), '💥'])(
    'refuses the cursor %j',
    async (cursor) => {
      await expect(
        bed().deliveries.list({ accountId: 'account-1' }, { limit: 2, cursor }),
      ).rejects.toThrow(InvalidCursorError);
    },
  );

  it('filters by each thing, and by several', async () => {
    const failed = await accept({ candidate: 'c1' });
    await endAll('rejected', 'REMOTE.INPUT_INVALID');
    const application = await accept({ target: { type: 'application', id: 'c1' } });
    const elsewhere = await accept({ integrationId: 'sandbox:b', candidate: 'c1' });
    await accept({ accountId: 'account-2', candidate: 'c1' });

    expect(await ids({ states: ['failed'] })).toEqual([failed.id]);
    expect(await ids({ states: ['failed', 'queued'] })).toHaveLength(3);
    expect(await ids({ states: [] })).toEqual([]);
    expect(await ids({ ids: [application.id, failed.id] })).toEqual([application.id, failed.id]);
    expect(await ids({ ids: [] })).toEqual([]);
    expect(await ids({ integrationId: 'sandbox:b' })).toEqual([elsewhere.id]);
    expect(await ids({ integrationIds: ['sandbox:b', 'sandbox:c'] })).toEqual([elsewhere.id]);
    expect(await ids({ integrationIds: [] })).toEqual([]);
    expect(await ids({ integrationId: 'sandbox:a', integrationIds: ['sandbox:b'] })).toEqual([]);
    expect(await ids({ target: { id: 'c1' } })).toHaveLength(3);
    expect(await ids({ target: { id: 'c1', type: 'application' } })).toEqual([application.id]);
    expect(await ids({ errorCode: 'REMOTE.INPUT_INVALID' })).toEqual([failed.id]);
    expect(await ids({ errorCode: 'REMOTE.INPUT_INVALID', states: ['queued'] })).toEqual([]);
    expect(
      await ids({ integrationId: 'sandbox:a', target: { id: 'c1' }, states: ['queued'] }),
    ).toEqual([application.id]);
  });

  it('finds nothing by a code that is free text', async () => {
    const { id } = await accept({ candidate: 'c1' });
    await endAll('rejected', 'Jane Doe is no candidate');
    expect(await ids({ states: ['failed'] })).toEqual([id]);
    expect(await ids({ errorCode: 'Jane Doe is no candidate' })).toEqual([]);
  });

  it('filters by time of acceptance: from, inclusive, to, exclusive', async () => {
    const early = await accept({ candidate: 'c1' });
    await sleep(5);
    const late = await accept({ candidate: 'c2' });
    expect(await ids({ acceptedAfter: late.acceptedAt })).toEqual([late.id]);
    expect(await ids({ acceptedBefore: late.acceptedAt })).toEqual([early.id]);
    expect(await ids({ acceptedAfter: early.acceptedAt })).toEqual([late.id, early.id]);
    expect(await ids({ acceptedAfter: later(bed().now(), 1_000) })).toEqual([]);
  });

  it('counts by state', async () => {
    await accept({ candidate: 'c1' });
    await endAll('unknown');
    await accept({ candidate: 'c2' });
    expect(await bed().deliveries.countByState('account-1')).toEqual({
      ...{ queued: 1, delivering: 0, retrying: 0, parked: 0 },
      ...{ unknown: 1, failed: 0, cancelled: 0, delivered: 0 },
    });
  });

  it('moves a delivery by hand if it is in one of the states, and starts it afresh', async () => {
    const { id } = await accept({ candidate: 'c1' });
    await endAll('rejected');
    const move = (from: DeliveryState[], to: DeliveryState) =>
      bed().deliveries.move('account-1', id, from, to, 'asked by Kim');

    expect(await move(['unknown'], 'delivered')).toMatchObject({
      moved: false,
      delivery: { state: 'failed' },
    });
    expect(await move(['failed'], 'queued')).toMatchObject({
      moved: true,
      delivery: { state: 'queued', countedAttempts: 0, lastOutcome: 'rejected' },
    });
    expect((await startOne()).attempt.number).toBe(2);
    expect(await bed().deliveries.move('account-2', id, ['failed'], 'queued', '')).toBeNull();
    expect(await bed().deliveries.move('account-1', 'x', ['failed'], 'queued', '')).toBeNull();
  });

  it('requeues all that match, or only counts them', async () => {
    for (let n = 0; n < 6; n += 1) {
      await accept({ integrationId: n < 4 ? 'sandbox:a' : 'sandbox:b', candidate: `c${n}` });
    }
    await endAll('rejected', 'REMOTE.INPUT_INVALID');
    await accept({ candidate: 'c9' });
    const filter = { accountId: 'account-1', integrationId: 'sandbox:a' };
    const requeue = (which: DeliveryFilter, dryRun: boolean) =>
      bed().deliveries.requeueAll(which, ['failed'], { dryRun });

    expect(await requeue(filter, true)).toBe(4);
    expect(await ids({ states: ['failed'] })).toHaveLength(6);
    expect(await requeue({ ...filter, accountId: 'account-2' }, false)).toBe(0);
    expect(await requeue({ ...filter, states: ['queued'] }, false)).toBe(0);
    expect(await requeue(filter, false)).toBe(4);
    expect(await ids({ states: ['failed'] })).toHaveLength(2);
    expect(await ids({ states: ['queued'] })).toHaveLength(5);
    expect(await bed().work.startAttempts('w', 50)).toHaveLength(5);
  });

  it('parks what is requeued in a parked integration', async () => {
    const { id } = await accept({ candidate: 'c1' });
    await endAll('rejected');
    await accept({ candidate: 'c2' });
    await endOne(resultOf('integration_broken'));
    const filter = { accountId: 'account-1' };
    const requeue = (from: DeliveryState) =>
      bed().deliveries.requeueAll(filter, [from], { dryRun: false });
    expect(await requeue('failed')).toBe(1);
    expect(await find({ id })).toMatchObject({ state: 'parked', lastOutcome: 'rejected' });
    expect(await requeue('parked')).toBe(2);
    await bed().deliveries.move('account-1', id, ['parked'], 'cancelled', '');
    expect(await bed().deliveries.move('account-1', id, ['cancelled'], 'queued', '')).toMatchObject(
      { moved: true, delivery: { state: 'parked', nextAttemptAt: null } },
    );
  });
}
