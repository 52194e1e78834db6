import { withoutTexts } from '@result-links/delivery';
import { acceptInput, finishInput, only, resultOf } from '@result-links/delivery/testing';
import { ENGINES, openTestBed, type TestBed } from '../testing/test-bed.js';

const BROKEN = resultOf('integration_broken', { code: 'INTEGRATION.AUTHENTICATION_INVALID' });

describe.each(ENGINES)('parking and releasing on %s', (engine) => {
  let bed: TestBed;
  beforeAll(async () => void (bed = await openTestBed(engine)), 60_000);
  afterEach(() => bed.reset());
  afterAll(() => bed?.close());

  it('parks what slipped in while its integration was being parked', async () => {
    await bed.deliveries.accept(acceptInput());
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
    await bed.deliveries.accept(acceptInput());
    await bed.db.query(
      `insert into result_links.deliveries (id, account_id, integration_id, target_type, target_id,
         body, content_hash, state, next_attempt_at, accepted_at, updated_at)
       select gen_random_uuid(), account_id, integration_id, target_type, 'c' || n, body, 'h' || n,
              'queued', now() + interval '1 hour', now(), now()
         from result_links.deliveries, generate_series(1, 5000) n`,
    );
    await bed.work.finishAttempt(finishInput(only(await bed.work.startAttempts('w', 1)), BROKEN));
    expect(await bed.deliveries.countByState('account-1')).toMatchObject({ parked: 5_001 });
    const startedAt = performance.now();
    expect(await bed.integrations.releaseIntegration('account-1', 'sandbox:a')).toBe(5_001);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(await bed.work.reconcile()).toBe(0);
    expect(await bed.deliveries.countByState('account-1')).toMatchObject({ queued: 5_001 });
  }, 30_000);
});
