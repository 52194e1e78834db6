import { withoutTexts } from '../../privacy/erasing.js';
import { only, resultOf } from '../inputs.js';
import { stepsOn, type StoreBed } from './bed.js';

const MINUTE = 60_000;
const BROKEN = resultOf('integration_broken', { code: 'INTEGRATION.AUTHENTICATION_INVALID' });
const BAD_KEY = resultOf('account_broken', { code: 'PLATFORM.AUTHENTICATION_INVALID' });

/** Parking and pausing, `IntegrationStore`. */
export function holdingSpecs(bed: () => StoreBed): void {
  const { end, endOne, states, ...steps } = stepsOn(bed);
  const accept = (integrationId: string, candidate: string) =>
    steps.accept({ integrationId, candidate });
  const integration = (id = 'sandbox:a') => bed().integrations.getIntegration('account-1', id);
  const dueIds = async () =>
    (await bed().integrations.claimDueProbes(5, MINUTE)).map(({ id }) => id);

  it('parks everything that waits for a broken integration at once, with the reason', async () => {
    for (let n = 0; n < 5; n += 1) await accept('sandbox:a', `c${n}`);
    const first = await endOne(BROKEN);
    const other = await accept('sandbox:b', 'c1');

    expect(await states()).toEqual({ parked: 5, queued: 1 });
    const { deliveries } = await bed().deliveries.list(
      { accountId: 'account-1', states: ['parked'] },
      { limit: 10 },
    );
    for (const delivery of deliveries) {
      expect(delivery).toMatchObject({ lastOutcome: 'integration_broken', nextAttemptAt: null });
      const isFirst = delivery.id === first.delivery.id;
      expect(delivery.lastDetails).toEqual(isFirst ? BROKEN.details : withoutTexts(BROKEN.details));
      expect(delivery.attemptCount).toBe(isFirst ? 1 : 0);
    }
    expect(await integration()).toMatchObject({
      ...{ state: 'parked', parkedDetails: withoutTexts(BROKEN.details) },
      ...{ probeCount: 0, inFlight: 0 },
    });
    expect(only(await bed().work.startAttempts('w', 10)).delivery.id).toBe(other.id);
  });

  it('keeps what is accepted meanwhile parked', async () => {
    await accept('sandbox:a', 'c1');
    await endOne(BROKEN);
    expect(await accept('sandbox:a', 'c2')).toMatchObject({
      ...{ state: 'parked', nextAttemptAt: null, lastOutcome: 'integration_broken' },
      lastDetails: withoutTexts(BROKEN.details),
    });
    expect(await bed().work.startAttempts('w', 10)).toEqual([]);
    expect(await bed().work.nextDueAt()).toBeNull();
  });

  it('parks an attempt that would be repeated when its integration was parked meanwhile', async () => {
    await accept('sandbox:a', 'c1');
    await accept('sandbox:a', 'c2');
    const [one, two] = await bed().work.startAttempts('w', 2);
    await end(one!, BROKEN);
    await end(two!, resultOf('unavailable'));
    expect(await states()).toEqual({ parked: 2 });
  });

  it('keeps the first reason and probe of an integration that is found broken again', async () => {
    await accept('sandbox:a', 'c1');
    await accept('sandbox:a', 'c2');
    const [one, two] = await bed().work.startAttempts('w', 2);
    await end(one!, BROKEN);
    const parked = await integration();
    await end(two!, resultOf('integration_broken', { code: 'INTEGRATION.INACTIVE' }));
    expect(await integration()).toEqual({ ...parked, inFlight: 0 });
  });

  it('releases an integration: all queued, one attempt at a time at first', async () => {
    for (let n = 0; n < 4; n += 1) await accept('sandbox:a', `c${n}`);
    await endOne(BROKEN);

    expect(await bed().integrations.releaseIntegration('account-1', 'sandbox:a')).toBe(4);
    expect(await states()).toEqual({ queued: 4 });
    expect(await integration()).toMatchObject({
      ...{ state: 'active', parkedDetails: null, parkedAt: null, probeAt: null, window: 1 },
    });
    expect(await bed().work.startAttempts('w', 10)).toHaveLength(1);
    expect(await bed().integrations.releaseIntegration('account-1', 'sandbox:a')).toBe(0);
  });

  it('knows nothing of an integration that nothing was accepted for', async () => {
    expect(await bed().integrations.releaseIntegration('account-1', 'nobody')).toBe(0);
    await bed().integrations.postponeProbe('account-1', 'nobody', MINUTE);
    expect(await integration('nobody')).toBeNull();
    expect(await bed().integrations.releaseAccount('nobody')).toBe(0);
    expect(await bed().work.getAccount('nobody')).toEqual({
      ...{ id: 'nobody', onUnknown: 'hold', pausedDetails: null, pausedAt: null, probeCount: 0 },
    });
  });

  it('lets one replica probe a parked integration, later each time', async () => {
    await accept('sandbox:a', 'c1');
    await endOne(BROKEN);
    expect(await dueIds()).toEqual([]);

    await bed().pass(2 * MINUTE);
    expect(await dueIds()).toEqual(['sandbox:a']);
    expect(await dueIds()).toEqual([]);

    await bed().integrations.postponeProbe('account-1', 'sandbox:a', 2 * MINUTE);
    const postponed = await integration();
    expect(postponed?.probeCount).toBe(1);
    const inMs = (postponed?.probeAt?.getTime() ?? 0) - bed().now().getTime();
    expect(Math.abs(inMs - 2 * MINUTE)).toBeLessThan(30_000);
  });

  it('probes the integration that has waited longest first', async () => {
    for (const id of ['sandbox:b', 'sandbox:a']) {
      await accept(id, 'c1');
      await endOne(BROKEN);
      await bed().pass(2 * MINUTE);
    }
    const claim = () => bed().integrations.claimDueProbes(1, MINUTE);
    expect(only(await claim()).id).toBe('sandbox:b');
    expect(only(await claim()).id).toBe('sandbox:a');
  });

  it('pauses the whole account for a bad key, and releases it', async () => {
    await accept('sandbox:a', 'c1');
    await accept('sandbox:b', 'c2');
    await steps.accept({ accountId: 'account-2' });
    const first = await bed().work.startAttempts('w', 3);
    const mine = first.filter(({ delivery }) => delivery.accountId === 'account-1');
    await accept('sandbox:b', 'c3');
    await end(mine[0]!, BAD_KEY);

    expect(await states()).toEqual({ parked: 2, delivering: 1 });
    expect(await accept('sandbox:c', 'c4')).toMatchObject({
      ...{ state: 'parked', lastOutcome: 'account_broken' },
      lastDetails: withoutTexts(BAD_KEY.details),
    });
    const paused = {
      ...{ id: 'account-1', onUnknown: 'hold', pausedAt: expect.any(Date), probeCount: 0 },
      pausedDetails: withoutTexts(BAD_KEY.details),
    };
    expect(await bed().deliveries.listPausedAccounts()).toEqual([paused]);
    expect(await bed().work.getAccount('account-1')).toEqual(paused);
    expect((await bed().work.getAccount('account-2')).pausedAt).toBeNull();

    expect(await bed().integrations.claimDueAccountProbes(5, MINUTE)).toEqual([]);
    await bed().pass(2 * MINUTE);
    expect(only(await bed().integrations.claimDueAccountProbes(5, MINUTE)).id).toBe('account-1');
    expect(await bed().integrations.claimDueAccountProbes(5, MINUTE)).toEqual([]);
    await bed().integrations.postponeAccountProbe('account-1', MINUTE);
    expect((await bed().work.getAccount('account-1')).probeCount).toBe(1);

    expect(await bed().integrations.releaseAccount('account-1')).toBe(3);
    expect(await states()).toEqual({ queued: 3, delivering: 1 });
    expect(await bed().deliveries.listPausedAccounts()).toEqual([]);
  });

  it('keeps the account before the integration: in what it says, probes and releases', async () => {
    await accept('sandbox:a', 'c1');
    await endOne(BROKEN);
    await accept('sandbox:b', 'c2');
    await endOne(BAD_KEY);
    expect(await accept('sandbox:a', 'c3')).toMatchObject({ lastOutcome: 'account_broken' });
    await bed().pass(2 * MINUTE);
    expect(await dueIds()).toEqual([]);

    expect(await bed().integrations.releaseAccount('account-1')).toBe(1);
    expect(await states()).toEqual({ parked: 2, queued: 1 });
    expect(await dueIds()).toEqual(['sandbox:a']);
    expect(await bed().integrations.releaseIntegration('account-1', 'sandbox:a')).toBe(2);
  });
}
