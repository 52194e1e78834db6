import { acceptInput, finishInput, only, resultOf } from '@result-links/delivery/testing';
import { ENGINES, openTestBed, type TestBed } from '../testing/test-bed.js';

describe.each(ENGINES)('the status on %s', (engine) => {
  let bed: TestBed;
  beforeAll(async () => void (bed = await openTestBed(engine)), 60_000);
  afterEach(() => bed.reset());
  afterAll(() => bed?.close());

  const accept = (integrationId: string, candidate: string, accountId = 'account-1') =>
    bed.deliveries.accept(acceptInput({ accountId, integrationId, candidate }));
  const makeOverdue = (integrationId: string, seconds: number) =>
    bed.db.query(
      `update result_links.deliveries set next_attempt_at = now() - $2 * interval '1 second'
        where integration_id = $1 and state in ('queued', 'retrying')`,
      [integrationId, seconds],
    );

  it('is all zero where nothing ever happened', async () => {
    expect(await bed.status()).toEqual({
      depth: { queued: 0, delivering: 0, retrying: 0, parked: 0, unknown: 0 },
      ...{ oldestDueSeconds: 0, oldestStartableSeconds: 0, heldUpIntegrations: 0 },
      ...{ inFlight: 0, inFlightLimit: 0, parkedIntegrations: 0, oldestParkedSeconds: 0 },
      // The server of a test bed runs without fsync.
      durabilityRisks: engine === 'postgres' ? ['fsync_off'] : [],
      ...{ pausedAccounts: 0, liveWorkers: 0, isSendingStopped: false },
    });
  });

  it('counts what is open in every account, and who works', async () => {
    for (const candidate of ['1', '2', '3']) await accept('sandbox:a', candidate);
    await accept('sandbox:a', '1', 'account-2');
    const [first, second] = await bed.work.startAttempts('w', 2);
    await bed.work.finishAttempt(finishInput(first!, resultOf('unknown')));
    expect(await bed.status()).toMatchObject({
      depth: { queued: 2, delivering: 1, retrying: 0, parked: 0, unknown: 1 },
      ...{ inFlight: 1, inFlightLimit: 10, liveWorkers: 1 },
    });
    await bed.work.finishAttempt(finishInput(second!, resultOf('delivered')));
    expect((await bed.status()).depth.delivering).toBe(0);
  });

  it('tells a wait for a worker from a wait for the pace of an ATS', async () => {
    await accept('sandbox:slow', '1');
    await accept('sandbox:slow', '2');
    await accept('sandbox:free', '1');
    await bed.db.query(
      `update result_links.integrations set blocked_until = now() + interval '1 hour'
        where id = 'sandbox:slow'`,
    );
    await makeOverdue('sandbox:slow', 500);
    await makeOverdue('sandbox:free', 20);
    const status = await bed.status();
    expect(status.oldestDueSeconds).toBeCloseTo(500, -1);
    expect(status.oldestStartableSeconds).toBeCloseTo(20, -1);
    expect(status.heldUpIntegrations).toBe(1);
  });

  it('says since when an integration is parked, and which accounts are paused', async () => {
    await accept('sandbox:a', '1');
    const parked = only(await bed.work.startAttempts('w', 1));
    await bed.work.finishAttempt(finishInput(parked, resultOf('integration_broken')));
    await bed.db.query(
      `update result_links.integrations set parked_at = now() - interval '2 hours'`,
    );
    await accept('sandbox:b', '1', 'account-2');
    const paused = only(await bed.work.startAttempts('w', 1));
    await bed.work.finishAttempt(finishInput(paused, resultOf('account_broken')));
    const status = await bed.status();
    expect(status).toMatchObject({
      ...{ parkedIntegrations: 1, pausedAccounts: 1, depth: { parked: 2 } },
      ...{ oldestDueSeconds: 0, heldUpIntegrations: 0 },
    });
    expect(status.oldestParkedSeconds).toBeCloseTo(7_200, -2);
  });
});
