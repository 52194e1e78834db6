import { acceptInput, only } from '@result-links/delivery/testing';
import { BULK_MS } from '../engine/database.js';
import { ENGINES, openTestBed, type TestBed } from '../testing/test-bed.js';

describe.each(ENGINES)('starting attempts on %s', (engine) => {
  let bed: TestBed;
  beforeAll(async () => void (bed = await openTestBed(engine)), 60_000);
  afterEach(() => bed.reset());
  afterAll(() => bed?.close());

  const accept = async (integrationId: string) =>
    (await bed.deliveries.accept(acceptInput({ integrationId }))).delivery.id;

  it('starts one delivery within moments beside 50,000 of another integration', async () => {
    await accept('sandbox:crowded');
    await seedBacklog(bed, 50_000);
    await bed.openWindow('sandbox:crowded', 15);
    await bed.work.startAttempts('w', 10);
    const id = await accept('sandbox:quiet');

    const startedAt = performance.now();
    const started = await bed.work.startAttempts('w', 1);
    const ms = performance.now() - startedAt;
    expect(only(started).delivery.id).toBe(id);

    const fullAt = performance.now();
    await bed.work.startAttempts('w', 10);
    expect(await bed.work.startAttempts('w', 10)).toEqual([]);
    const fullMs = performance.now() - fullAt;
    if (process.env['TEST_MEASURE']) {
      console.log(
        `${engine}: claim beside 50,000 in ${ms.toFixed(0)} ms, two more ${fullMs.toFixed(0)} ms`,
      );
    }
    expect(ms).toBeLessThan(1_000);
  }, 60_000);
});

describe('starting attempts beside another process', () => {
  let bed: TestBed;
  beforeAll(async () => void (bed = await openTestBed('postgres')), 60_000);
  afterAll(() => bed?.close());

  it('leaves out integrations that it holds, and waits for them when there is nothing else', async () => {
    const accept = async (integrationId: string) =>
      (await bed.deliveries.accept(acceptInput({ integrationId }))).delivery.id;
    const held = await accept('sandbox:held');
    const free = await accept('sandbox:free');
    let letGo = (): void => undefined;
    const isHeld = new Promise<void>((isLocked) => {
      void bed.db.transaction(async (tx) => {
        await tx.query(
          `select from result_links.integrations where id = 'sandbox:held' for no key update`,
        );
        isLocked();
        await new Promise<void>((resolve) => (letGo = resolve));
      });
    });
    await isHeld;

    expect(only(await bed.work.startAttempts('w', 5)).delivery.id).toBe(free);
    let hasEnded = false;
    const waiting = bed.work.startAttempts('w', 5).finally(() => (hasEnded = true));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(hasEnded).toBe(false);
    letGo();
    expect(only(await waiting).delivery.id).toBe(held);
  });
});

/** Many waiting deliveries of `sandbox:crowded`, copied from the one that is there. */
async function seedBacklog({ db }: TestBed, count: number): Promise<void> {
  await db.query(
    `insert into result_links.deliveries (id, account_id, integration_id, target_type, target_id, body,
       content_hash, state, next_attempt_at, accepted_at, updated_at)
     select gen_random_uuid(), account_id, integration_id, target_type, 'c' || n, body, 'h' || n,
            state, now(), now(), now()
       from result_links.deliveries, generate_series(1, $1) n`,
    [count],
    { deadlineMs: BULK_MS },
  );
  await db.query('analyze result_links.deliveries');
}
