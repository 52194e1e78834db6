import { acceptInput } from '@result-links/delivery/testing';
import { ENGINES, openTestBed, type TestBed } from '../testing/test-bed.js';

describe.each(ENGINES)('accepting on %s', (engine) => {
  let bed: TestBed;
  beforeAll(async () => void (bed = await openTestBed(engine)), 60_000);
  afterEach(() => bed.reset());
  afterAll(() => bed?.close());

  const keptCount = async () =>
    (await bed.db.query<{ n: number }>('select count(*)::int n from result_links.deliveries'))
      .rows[0]?.n;

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
