import { acceptInput, finishInput, resultOf } from '@result-links/delivery/testing';
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
  it('counts the attempts in flight again', async () => {
    await acceptMany(2);
    const [started] = await bed.work.startAttempts('w', 2);
    await bed.db.query('update result_links.integrations set in_flight = 9');
    expect(await bed.work.reconcile()).toBe(1);
    expect(await bed.work.reconcile()).toBe(0);
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
