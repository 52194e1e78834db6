import type { AcceptResult, DeliveryState } from '@result-links/delivery';
import { acceptInput, finishInput, only, resultOf } from '../testing/samples.js';
import { ENGINES, openTestBed, type TestBed } from '../testing/test-bed.js';

describe.each(ENGINES)('accepting on %s', (engine) => {
  let bed: TestBed;
  beforeAll(async () => void (bed = await openTestBed(engine)), 60_000);
  afterEach(() => bed.reset());
  afterAll(() => bed?.close());

  const keptCount = async () =>
    (await bed.db.query<{ n: number }>('select count(*)::int n from result_links.deliveries'))
      .rows[0]?.n;

  it('keeps the delivery with everything that was said, queued and due', async () => {
    const input = acceptInput({
      idempotencyKey: 'k1',
      body: { label: 'Tëst \u0000 \ud800', url: 'https://x.example/?a=1' } as never,
    });
    const { kind, delivery } = await bed.deliveries.accept(input);

    expect(kind).toBe('accepted');
    expect(await bed.deliveries.find('account-1', delivery.id)).toEqual(delivery);
    expect(delivery).toMatchObject({
      accountId: 'account-1',
      integrationId: 'sandbox:a',
      target: { type: 'candidate', id: 'candidate-1' },
      body: input.body,
      contentHash: input.contentHash,
      idempotencyKey: 'k1',
      state: 'queued',
      attemptCount: 0,
      lastOutcome: null,
      warnings: [],
    });
    expect(delivery.nextAttemptAt).toBeInstanceOf(Date);
    expect(Math.abs(delivery.acceptedAt.getTime() - Date.now())).toBeLessThan(10_000);
    expect(await keptCount()).toBe(1);
  });

  it('does not show a delivery to another account', async () => {
    const { delivery } = await bed.deliveries.accept(acceptInput());
    expect(await bed.deliveries.find('account-2', delivery.id)).toBeNull();
    expect(await bed.deliveries.find('account-1', 'no-id')).toBeNull();
  });

  it('answers the same key with the same delivery, and another content under it with key_reused', async () => {
    const first = await bed.deliveries.accept(acceptInput({ idempotencyKey: 'k' }));
    const again = await bed.deliveries.accept(acceptInput({ idempotencyKey: 'k' }));
    const other = await bed.deliveries.accept(
      acceptInput({ idempotencyKey: 'k', candidate: 'c2' }),
    );
    const elsewhere = await bed.deliveries.accept(
      acceptInput({ idempotencyKey: 'k', accountId: 'account-2' }),
    );

    expect(again).toEqual({ kind: 'replayed', delivery: first.delivery });
    expect(other).toEqual({ kind: 'key_reused', delivery: first.delivery });
    expect(elsewhere.kind).toBe('accepted');
    expect(await keptCount()).toBe(2);
  });

  it('has an idempotency key for each integration', async () => {
    const ofA = { idempotencyKey: 'k', integrationId: 'sandbox:a' };
    const ofB = { idempotencyKey: 'k', integrationId: 'sandbox:b' };
    const first = await bed.deliveries.accept(acceptInput(ofA));
    const second = await bed.deliveries.accept(acceptInput(ofB));

    expect([first.kind, second.kind]).toEqual(['accepted', 'accepted']);
    expect(await bed.deliveries.accept(acceptInput(ofA))).toEqual({ ...first, kind: 'replayed' });
    expect(await bed.deliveries.accept(acceptInput(ofB))).toEqual({ ...second, kind: 'replayed' });
    expect(await bed.deliveries.accept(acceptInput({ ...ofB, candidate: 'c2' }))).toEqual({
      ...second,
      kind: 'key_reused',
    });
    // In one group as well, and through two replicas.
    const other = await bed.replica();
    const together = await Promise.all(
      ['a', 'b', 'a', 'b'].map((integration, n) =>
        (n < 2 ? bed : other).deliveries.accept(
          acceptInput({ idempotencyKey: 'k2', integrationId: `sandbox:${integration}` }),
        ),
      ),
    );
    expect(together.filter(({ kind }) => kind === 'accepted')).toHaveLength(2);
    expect(together[0]?.delivery.id).toBe(together[2]?.delivery.id);
    expect(together[1]?.delivery.id).toBe(together[3]?.delivery.id);
    expect(together[0]?.delivery.id).not.toBe(together[1]?.delivery.id);
  });

  it.each<[DeliveryState, AcceptResult['kind']]>([
    ['delivered', 'replayed'],
    ['unknown', 'replayed'],
    ['failed', 'accepted'],
  ])('answers the same content without a key: %s → %s', async (state, kind) => {
    await bed.deliveries.accept(acceptInput());
    const started = only(await bed.work.startAttempts('w', 1));
    const outcome = state === 'failed' ? 'rejected' : (state as 'delivered' | 'unknown');
    await bed.work.finishAttempt(finishInput(started, resultOf(outcome)));

    expect((await bed.deliveries.accept(acceptInput())).kind).toBe(kind);
  });

  it('takes the same content again when the window is over or turned off', async () => {
    await bed.deliveries.accept(acceptInput());
    await new Promise((resolve) => setTimeout(resolve, 15));
    expect((await bed.deliveries.accept(acceptInput({ dedupeWindowMs: 10 }))).kind).toBe(
      'accepted',
    );
    expect((await bed.deliveries.accept(acceptInput({ dedupeWindowMs: 0 }))).kind).toBe('accepted');
  });

  it('makes one delivery of the same request racing through two replicas', async () => {
    const other = await bed.replica();
    const race = (key: string | null, candidate: string) =>
      Promise.all(
        Array.from({ length: 12 }, (_, n) =>
          (n % 2 ? bed : other).deliveries.accept(acceptInput({ idempotencyKey: key, candidate })),
        ),
      );
    for (const results of [await race('key', 'c1'), await race(null, 'c2')]) {
      expect(results.filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
      expect(new Set(results.map(({ delivery }) => delivery.id)).size).toBe(1);
    }
    expect(await keptCount()).toBe(2);
  });

  it('keeps what comes together in few transactions, each as if it had come alone', async () => {
    const other = await bed.replica();
    const twins = [acceptInput({ candidate: 'twin' }), acceptInput({ candidate: 'twin' })];
    const keyed = ['x', 'x', 'y'].map((candidate) =>
      acceptInput({ idempotencyKey: 'k', candidate }),
    );
    const many = Array.from({ length: 250 }, (_, n) => acceptInput({ candidate: `c${n}` }));
    const wrong = acceptInput({ target: { type: 'nonsense' as never, id: 'x' } });
    const inputs = [...twins, ...keyed, wrong, ...many];
    const [here, there] = await Promise.all(
      [bed, other].map(({ deliveries }) =>
        Promise.allSettled(inputs.map((input) => deliveries.accept(input))),
      ),
    );
    const ends = [...(here ?? []), ...(there ?? [])].map((end) =>
      end.status === 'fulfilled' ? end.value.kind : 'failed',
    );
    const count = (kind: string) => ends.filter((each) => each === kind).length;
    expect(count('failed')).toBe(2);
    expect(count('accepted')).toBe(252);
    expect(count('key_reused')).toBe(2);
    expect(count('replayed')).toBe(256);
    expect(await keptCount()).toBe(252);
  });

  it('goes on while a newer release adds a column', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        bed.deliveries.accept(acceptInput({ candidate: `c${n}` })),
      ),
    );
    await bed.db.query('alter table result_links.deliveries add column newer int');
    const { kind } = await bed.deliveries.accept(acceptInput({ candidate: 'after' }));
    expect(kind).toBe('accepted');
    expect(await bed.work.startAttempts('w', 5)).toHaveLength(5);
    await bed.db.query('alter table result_links.deliveries drop column newer');
    await bed.deliveries.accept(acceptInput({ candidate: 'again' }));
  });

  it('keeps nothing when the transaction is rolled back', async () => {
    await expect(
      bed.deliveries.accept(acceptInput({ target: { type: 'nonsense' as never, id: 'x' } })),
    ).rejects.toThrow();
    expect(await keptCount()).toBe(0);
    expect(await bed.deliveries.countByState('account-1')).toMatchObject({ queued: 0 });
  });
});
