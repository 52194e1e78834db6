import { setTimeout as sleep } from 'node:timers/promises';
import type { DeliveryEvents } from '@result-links/delivery';
import type { Persistence } from '../persistence.js';
import { acceptInput, finishInput, only, resultOf } from '../testing/samples.js';
import { ENGINES, openTestBed, type TestBed } from '../testing/test-bed.js';

/** Everything that is told, as it comes. */
function record(events: DeliveryEvents) {
  const deliveries: (string | null)[] = [];
  const told = { deliveries, work: 0, stop: () => undefined as void };
  const ends = [
    events.subscribe((id) => deliveries.push(id)),
    events.onWork(() => (told.work += 1)),
  ];
  told.stop = () => ends.forEach((end) => end());
  return told;
}

async function until(condition: () => boolean, ms = 3_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!condition() && Date.now() < deadline) await sleep(5);
  expect(condition()).toBe(true);
}

describe.each(ENGINES)('events on %s', (engine) => {
  let bed: TestBed;
  /** Another process where there can be one. */
  let other: Persistence;
  beforeAll(async () => {
    bed = await openTestBed(engine);
    other = engine === 'postgres' ? await bed.replica() : bed;
    await until(() => other.isHearing());
  }, 60_000);
  afterAll(() => bed?.close());

  it('tell of accepted work and of what an attempt came to, not of its beginning', async () => {
    const told = record(other.events);
    const { delivery } = await bed.deliveries.accept(acceptInput());
    await until(() => told.work === 1);
    expect(told.deliveries).toEqual([]);

    const started = only(await bed.work.startAttempts('w', 1));
    await sleep(50);
    expect(told.deliveries).toEqual([]);
    await bed.work.finishAttempt(finishInput(started, resultOf('delivered')));
    await until(() => told.deliveries.length === 1 && told.work === 2);
    expect(told.deliveries).toEqual([delivery.id]);
    told.stop();
  });

  it('tell that many have changed when an integration is parked or released', async () => {
    await bed.deliveries.accept(acceptInput({ candidate: 'c2' }));
    const started = only(await bed.work.startAttempts('w', 1));
    const told = record(other.events);
    await bed.work.finishAttempt(finishInput(started, resultOf('integration_broken')));
    await until(() => told.deliveries.includes(null));
    const work = told.work;
    await bed.integrations.releaseIntegration('account-1', 'sandbox:a');
    await until(() => told.work > work);
    told.stop();
  });

  it('tell nothing of a transaction that is rolled back, and nothing after the subscription', async () => {
    const told = record(other.events);
    await expect(
      bed.deliveries.accept(acceptInput({ target: { type: 'no' as never, id: 'x' } })),
    ).rejects.toThrow();
    const ended = record(other.events);
    ended.stop();
    await bed.deliveries.accept(acceptInput({ candidate: 'c3' }));
    await until(() => told.work === 1);
    await sleep(50);
    expect(told.work).toBe(1);
    expect(ended.work).toBe(0);
    told.stop();
  });

  it('reach the other listeners when one throws', async () => {
    const end = other.events.onWork(() => {
      throw new Error('a listener’s own trouble');
    });
    const told = record(other.events);
    await bed.deliveries.accept(acceptInput({ candidate: 'c4' }));
    await until(() => told.work === 1);
    end();
    told.stop();
  });
});

describe('events on postgres when the connection is lost', () => {
  it('come again, and everybody is told to look again', async () => {
    const bed = await openTestBed('postgres');
    try {
      await until(() => bed.isHearing());
      const told = record(bed.events);
      const { rowCount } = await bed.db.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1`,
        ['result-links events'],
      );
      expect(rowCount).toBe(1);
      await until(() => told.deliveries.includes(null) && told.work > 0);
      await until(() => bed.isHearing());

      const before = told.work;
      await bed.deliveries.accept(acceptInput());
      await until(() => told.work === before + 1);
    } finally {
      await bed.close();
    }
  }, 30_000);
});
