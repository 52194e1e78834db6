import type { IntegrationNews } from '@result-links/delivery';
import { acceptInput, only } from '@result-links/delivery/testing';
import { ENGINES, openTestBed, type TestBed } from '../testing/test-bed.js';

describe.each(ENGINES)('news of Kombo on %s', (engine) => {
  let bed: TestBed;
  beforeAll(async () => {
    bed = await openTestBed(engine);
  }, 60_000);
  afterAll(() => bed?.close());
  beforeEach(async () => {
    await bed.reset();
    await bed.saveAccount({ id: 'account-1', onUnknown: 'hold' });
  });

  let webhooks = 0;
  const apply = (
    effect: IntegrationNews['effect'],
    given: { id?: string; at?: Date | null; integrationId?: string } = {},
  ) =>
    bed.applyKomboWebhook({
      accountId: 'account-1',
      id: given.id ?? `webhook-${++webhooks}`,
      type: 'integration-state-changed',
      news: {
        integrationId: given.integrationId ?? 'sandbox:a',
        at: given.at ?? null,
        effect,
        details:
          effect === 'park'
            ? {
                httpStatus: null,
                code: 'INTEGRATION.INACTIVE',
                title: null,
                message: null,
                logUrl: null,
                requestSent: 'no',
              }
            : null,
      },
    });
  const accept = async (candidate: string) =>
    (await bed.deliveries.accept(acceptInput({ candidate }))).delivery.id;
  const stateOf = async (id: string) => (await bed.deliveries.find('account-1', id))?.state;
  const integration = () => bed.integrations.getIntegration('account-1', 'sandbox:a');

  it('parks what waits as a broken attempt does, and releases it again', async () => {
    const ids = [await accept('a'), await accept('b')];
    expect(await apply('park')).toEqual({ effect: 'parked', deliveries: 2 });
    expect(await integration()).toMatchObject({
      state: 'parked',
      parkedDetails: { code: 'INTEGRATION.INACTIVE' },
      probeAt: expect.any(Date),
    });
    expect(await bed.deliveries.find('account-1', ids[0]!)).toMatchObject({
      state: 'parked',
      lastOutcome: 'integration_broken',
      lastDetails: { code: 'INTEGRATION.INACTIVE' },
    });
    expect(await bed.deliveries.find('account-1', await accept('c'))).toMatchObject({
      state: 'parked',
      lastOutcome: 'integration_broken',
      lastDetails: { code: 'INTEGRATION.INACTIVE' },
    });
    expect(await bed.work.startAttempts('w', 10)).toEqual([]);

    expect(await apply('release')).toEqual({ effect: 'released', deliveries: 3 });
    expect(await stateOf(ids[0]!)).toBe('queued');
    only(await bed.work.startAttempts('w', 10)); // one first, then more
  });

  it('acts once on one that comes again, also at the same time', async () => {
    await accept('a');
    const effects = await Promise.all([1, 2, 3].map(() => apply('park', { id: 'same' })));
    expect(effects.map(({ effect }) => effect).sort()).toEqual(['parked', 'replayed', 'replayed']);
    await apply('release');
    expect(await apply('park', { id: 'same' })).toEqual({ effect: 'replayed', deliveries: 0 });
    expect(await integration()).toMatchObject({ state: 'active' });
  });

  it('does nothing about news that is older than what it knows', async () => {
    await accept('a');
    const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 20, minute));
    expect((await apply('park', { at: at(1) })).effect).toBe('parked');
    expect((await apply('release', { at: at(3) })).effect).toBe('released');
    expect((await apply('park', { at: at(2) })).effect).toBe('outdated');
    expect(await integration()).toMatchObject({ state: 'active' });
    expect((await apply('park', { at: at(3) })).effect).toBe('parked');
  });

  it('hurries the probe of a parked integration, and leaves an active one alone', async () => {
    await accept('a');
    expect((await apply('probe')).effect).toBe('probed');
    expect(await integration()).toMatchObject({ state: 'active', probeAt: null });
    await apply('park');
    expect(await bed.integrations.claimDueProbes(1, 60_000)).toEqual([]);
    await apply('probe');
    only(await bed.integrations.claimDueProbes(1, 60_000));
  });

  it('knows only integrations that something was accepted for', async () => {
    expect(await apply('park', { integrationId: 'never:seen' })).toEqual({
      effect: 'unknown_integration',
      deliveries: 0,
    });
  });

  it('remembers webhooks for a bounded time', async () => {
    await accept('a');
    await apply('probe', { id: 'old' });
    await bed.webhookOutbox.prune({ keepMs: 1e9, keepKomboMs: 60_000 });
    expect((await apply('probe', { id: 'old' })).effect).toBe('replayed');
    await bed.db.query(
      `update result_links.kombo_webhooks set received_at = now() - interval '2 minutes'`,
    );
    await bed.webhookOutbox.prune({ keepMs: 1e9, keepKomboMs: 60_000 });
    expect((await apply('probe', { id: 'old' })).effect).toBe('probed');
  });
});
