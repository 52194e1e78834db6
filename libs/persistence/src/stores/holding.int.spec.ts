import { withoutTexts, type DeliveryState } from '@result-links/delivery';
import { acceptInput, finishInput, only, resultOf } from '../testing/samples.js';
import { ENGINES, openTestBed, type TestBed } from '../testing/test-bed.js';

const MINUTE = 60_000;
const BROKEN = resultOf('integration_broken', { code: 'INTEGRATION.AUTHENTICATION_INVALID' });
const BAD_KEY = resultOf('account_broken', { code: 'PLATFORM.AUTHENTICATION_INVALID' });

describe.each(ENGINES)('parking and releasing on %s', (engine) => {
  let bed: TestBed;
  beforeAll(async () => void (bed = await openTestBed(engine)), 60_000);
  afterEach(() => bed.reset());
  afterAll(() => bed?.close());

  const accept = async (integrationId: string, candidate: string) =>
    (await bed.deliveries.accept(acceptInput({ integrationId, candidate }))).delivery;
  const states = async () => {
    const counts = Object.entries(await bed.deliveries.countByState('account-1'));
    return Object.fromEntries(counts.filter(([, count]) => count > 0)) as Partial<
      Record<DeliveryState, number>
    >;
  };
  /** Lets one attempt of the integration end with the result. */
  const endOne = async (result: typeof BROKEN) => {
    const started = only(await bed.work.startAttempts('w', 1));
    await bed.work.finishAttempt(finishInput(started, result));
    return started;
  };
  const makeProbesDue = () =>
    bed.db.query(
      `update result_links.integrations set probe_at = now() - interval '1 second' where probe_at is not null`,
    );

  it('parks everything that waits for a broken integration at once, with the reason', async () => {
    for (let n = 0; n < 5; n += 1) await accept('sandbox:a', `c${n}`);
    const first = await endOne(BROKEN);
    const other = await accept('sandbox:b', 'c1');

    expect(await states()).toEqual({ parked: 5, queued: 1 });
    const { deliveries } = await bed.deliveries.list(
      { accountId: 'account-1', states: ['parked'] },
      { limit: 10 },
    );
    for (const delivery of deliveries) {
      expect(delivery).toMatchObject({ lastOutcome: 'integration_broken', nextAttemptAt: null });
      const isFirst = delivery.id === first.delivery.id;
      expect(delivery.lastDetails).toEqual(isFirst ? BROKEN.details : withoutTexts(BROKEN.details));
      expect(delivery.attemptCount).toBe(isFirst ? 1 : 0);
    }
    expect(await bed.integrations.getIntegration('account-1', 'sandbox:a')).toMatchObject({
      state: 'parked',
      parkedDetails: withoutTexts(BROKEN.details),
      probeCount: 0,
      inFlight: 0,
    });
    expect(only(await bed.work.startAttempts('w', 10)).delivery.id).toBe(other.id);
  });

  it('keeps what is accepted meanwhile parked', async () => {
    await accept('sandbox:a', 'c1');
    await endOne(BROKEN);
    expect(await accept('sandbox:a', 'c2')).toMatchObject({ state: 'parked', nextAttemptAt: null });
    expect(await bed.work.startAttempts('w', 10)).toEqual([]);
    expect(await bed.work.nextDueAt()).toBeNull();
  });

  it('parks an attempt that would be repeated when its integration was parked meanwhile', async () => {
    await accept('sandbox:a', 'c1');
    await accept('sandbox:a', 'c2');
    const [one, two] = await bed.work.startAttempts('w', 2);
    await bed.work.finishAttempt(finishInput(one as never, BROKEN));
    await bed.work.finishAttempt(finishInput(two as never, resultOf('unavailable')));
    expect(await states()).toEqual({ parked: 2 });
  });

  it('releases an integration: all queued, one attempt at a time at first', async () => {
    for (let n = 0; n < 4; n += 1) await accept('sandbox:a', `c${n}`);
    await endOne(BROKEN);

    expect(await bed.integrations.releaseIntegration('account-1', 'sandbox:a')).toBe(4);
    expect(await states()).toEqual({ queued: 4 });
    expect(await bed.integrations.getIntegration('account-1', 'sandbox:a')).toMatchObject({
      state: 'active',
      parkedDetails: null,
      probeAt: null,
      window: 1,
    });
    expect(await bed.work.startAttempts('w', 10)).toHaveLength(1);
    expect(await bed.integrations.releaseIntegration('account-1', 'sandbox:a')).toBe(0);
    expect(await bed.integrations.releaseIntegration('account-1', 'nobody')).toBe(0);
  });

  it('lets one replica probe a parked integration, later each time', async () => {
    await accept('sandbox:a', 'c1');
    await endOne(BROKEN);
    expect(await bed.integrations.claimDueProbes(5, MINUTE)).toEqual([]);

    await makeProbesDue();
    expect(only(await bed.integrations.claimDueProbes(5, MINUTE)).id).toBe('sandbox:a');
    expect(await bed.integrations.claimDueProbes(5, MINUTE)).toEqual([]);

    await bed.integrations.postponeProbe('account-1', 'sandbox:a', 2 * MINUTE);
    const postponed = await bed.integrations.getIntegration('account-1', 'sandbox:a');
    expect(postponed?.probeCount).toBe(1);
    const inMs = (postponed?.probeAt?.getTime() ?? 0) - Date.now();
    expect(Math.abs(inMs - 2 * MINUTE)).toBeLessThan(30_000);
  });

  it('pauses the whole account for a bad key, and releases it', async () => {
    await accept('sandbox:a', 'c1');
    await accept('sandbox:b', 'c2');
    await bed.deliveries.accept(acceptInput({ accountId: 'account-2' }));
    const first = await bed.work.startAttempts('w', 3);
    const mine = first.filter(({ delivery }) => delivery.accountId === 'account-1');
    await accept('sandbox:b', 'c3');
    await bed.work.finishAttempt(finishInput(mine[0] as never, BAD_KEY));

    expect(await states()).toEqual({ parked: 2, delivering: 1 });
    expect(await accept('sandbox:c', 'c4')).toMatchObject({ state: 'parked' });
    expect(await bed.deliveries.listPausedAccounts()).toMatchObject([
      { id: 'account-1', pausedDetails: withoutTexts(BAD_KEY.details), probeCount: 0 },
    ]);
    expect((await bed.work.getAccount('account-1')).pausedAt).toBeInstanceOf(Date);
    expect((await bed.work.getAccount('account-2')).pausedAt).toBeNull();

    expect(await bed.integrations.claimDueAccountProbes(5, MINUTE)).toEqual([]);
    await bed.db.query(
      `update result_links.accounts set probe_at = now() - interval '1 second' where paused_at is not null`,
    );
    expect(only(await bed.integrations.claimDueAccountProbes(5, MINUTE)).id).toBe('account-1');
    await bed.integrations.postponeAccountProbe('account-1', MINUTE);
    expect((await bed.work.getAccount('account-1')).probeCount).toBe(1);

    expect(await bed.integrations.releaseAccount('account-1')).toBe(3);
    expect(await states()).toEqual({ queued: 3, delivering: 1 });
    expect(await bed.deliveries.listPausedAccounts()).toEqual([]);
  });

  it('leaves what a parked integration holds parked when the account is released', async () => {
    await accept('sandbox:a', 'c1');
    await endOne(BROKEN);
    await accept('sandbox:b', 'c2');
    await endOne(BAD_KEY);
    expect(await bed.integrations.releaseAccount('account-1')).toBe(1);
    expect(await states()).toEqual({ parked: 1, queued: 1 });
  });

  it('parks what slipped in while its integration was being parked', async () => {
    await accept('sandbox:a', 'c1');
    await bed.db.query(
      `update result_links.integrations set state = 'parked', parked_at = now(),
      probe_at = now(), parked_details = $1`,
      [JSON.stringify(BROKEN.details)],
    );
    await bed.work.reconcile();
    const { deliveries } = await bed.deliveries.list({ accountId: 'account-1' }, { limit: 5 });
    expect(only(deliveries)).toMatchObject({
      state: 'parked',
      lastDetails: withoutTexts(BROKEN.details),
    });
    expect(await bed.work.nextDueAt()).toBeNull();
  });

  it('parks and releases thousands in a moment', async () => {
    await accept('sandbox:a', 'c1');
    await bed.db.query(
      `insert into result_links.deliveries (id, account_id, integration_id, target_type, target_id,
         body, content_hash, state, next_attempt_at, accepted_at, updated_at)
       select gen_random_uuid(), account_id, integration_id, target_type, 'c' || n, body, 'h' || n,
              'queued', now() + interval '1 hour', now(), now()
         from result_links.deliveries, generate_series(1, 5000) n`,
    );
    await endOne(BROKEN);
    expect(await states()).toEqual({ parked: 5_001 });
    const startedAt = performance.now();
    expect(await bed.integrations.releaseIntegration('account-1', 'sandbox:a')).toBe(5_001);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(await bed.work.reconcile()).toBe(0);
    expect(await bed.deliveries.countByState('account-1')).toMatchObject({ queued: 5_001 });
  }, 30_000);
});
