import { acceptInput, finishInput, only, resultOf } from '../testing/samples.js';
import { ENGINES, openTestBed, type TestBed } from '../testing/test-bed.js';

describe.each(ENGINES)('reconciling on %s', (engine) => {
  let bed: TestBed;
  beforeAll(async () => void (bed = await openTestBed(engine)), 60_000);
  afterEach(() => bed.reset());
  afterAll(() => bed?.close());

  const acceptMany = async (count: number) => {
    for (let n = 0; n < count; n += 1)
      await bed.deliveries.accept(acceptInput({ candidate: `c${n}` }));
  };
  const jobs = async () => (await bed.db.query('select from result_links_queue.job')).rowCount;

  it('has nothing to do when all is well', async () => {
    await acceptMany(3);
    await bed.work.startAttempts('w', 1);
    expect(await bed.work.reconcile()).toBe(0);
    expect(await jobs()).toBe(2);
  });

  it('fills an emptied queue again: what waits gets one job, due when it was due', async () => {
    await acceptMany(4);
    const [first, second] = await bed.work.startAttempts('w', 2);
    await bed.work.finishAttempt(finishInput(first as never, resultOf('unavailable')));
    await bed.work.finishAttempt(finishInput(second as never, resultOf('delivered')));
    await bed.db.query('truncate result_links_queue.job');

    expect(await bed.work.reconcile()).toBe(3);
    expect(await bed.work.reconcile()).toBe(0);
    expect(await jobs()).toBe(3);
    // The one that waits for its repetition is not taken early.
    expect(await bed.work.startAttempts('w', 10)).toHaveLength(2);
  });

  it('gives each delivery one job when two replicas reconcile at once', async () => {
    await acceptMany(40);
    await bed.db.query('truncate result_links_queue.job');
    const other = await bed.replica();
    const given = await Promise.all([bed.work.reconcile(), other.work.reconcile()]);
    expect(given[0] + given[1]).toBe(40);
    expect(await jobs()).toBe(40);
  });

  it('removes jobs that stand for nothing', async () => {
    await acceptMany(2);
    const { deliveries } = await bed.deliveries.list({ accountId: 'account-1' }, { limit: 1 });
    await bed.deliveries.move('account-1', only(deliveries).id, ['queued'], 'cancelled', '');
    expect(await jobs()).toBe(2);
    await bed.work.reconcile();
    expect(await jobs()).toBe(1);
  });

  it('counts the attempts in flight again', async () => {
    await acceptMany(2);
    const [started] = await bed.work.startAttempts('w', 2);
    await bed.db.query('update result_links.integrations set in_flight = 9');
    await bed.work.reconcile();
    const integration = () => bed.integrations.getIntegration('account-1', 'sandbox:a');
    expect((await integration())?.inFlight).toBe(2);
    await bed.work.finishAttempt(finishInput(started as never, resultOf('delivered')));
    expect((await integration())?.inFlight).toBe(1);
  });

  it('does not disturb claims and endings that go on meanwhile', async () => {
    await acceptMany(60);
    const other = await bed.replica();
    let delivered = 0;
    const worker = async (id: string, { work }: typeof other) => {
      while (delivered < 60) {
        for (const started of await work.startAttempts(id, 5)) {
          await work.finishAttempt(finishInput(started, resultOf('delivered')));
          delivered += 1;
        }
      }
    };
    const reconciler = async () => {
      while (delivered < 60) await bed.work.reconcile();
    };
    await Promise.all([worker('w1', bed), worker('w2', other), reconciler()]);
    expect(await bed.deliveries.countByState('account-1')).toMatchObject({ delivered: 60 });
    expect(await bed.integrations.getIntegration('account-1', 'sandbox:a')).toMatchObject({
      inFlight: 0,
    });
  }, 30_000);
});
