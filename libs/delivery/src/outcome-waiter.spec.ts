import { DeliveryGoneError } from './gone.js';
import type { Delivery } from './model.js';
import { OutcomeWaiter } from './outcome-waiter.js';
import type { DeliveryState } from './states.js';
import { aDelivery } from './testing/samples.js';
import { VirtualClock } from './testing/virtual-clock.js';

const SECOND = 1_000;

/** A waiter over one delivery whose state the test sets, telling or not. */
function setUp(first: Partial<Delivery> = { state: 'queued' }) {
  const clock = new VirtualClock();
  let delivery: Delivery | null = aDelivery(first);
  let listener: (id: string | null) => void = () => undefined;
  let finds = 0;
  const waiter = new OutcomeWaiter(
    {
      find: async () => {
        finds += 1;
        return delivery;
      },
    },
    {
      subscribe: (l) => ((listener = l), () => (listener = () => undefined)),
      onWork: () => () => undefined,
    },
    clock,
  );
  const start = aDelivery(first);
  return {
    clock,
    waiter,
    wait: (ms: number, signal?: AbortSignal) => waiter.wait(start, ms, signal),
    become: (state: DeliveryState) => (delivery = { ...start, state }),
    vanish: () => (delivery = null),
    tell: (id: string | null = start.id) => listener(id),
    finds: () => finds,
  };
}

/** The state a wait ended with and after how long; `null` while it goes on. */
function follow(clock: VirtualClock, waiting: Promise<Delivery>) {
  const start = clock.elapsed;
  const seen: { state: DeliveryState | null; afterMs: number } = { state: null, afterMs: 0 };
  void waiting.then(({ state }) => Object.assign(seen, { state, afterMs: clock.elapsed - start }));
  return seen;
}

it.each(['delivered', 'failed', 'unknown', 'cancelled', 'parked'] as const)(
  'ends at once when the delivery becomes %s',
  async (state) => {
    const { clock, wait, become, tell } = setUp();
    const seen = follow(clock, wait(300 * SECOND));
    await clock.advance(3 * SECOND);
    expect(seen.state).toBeNull();
    become(state);
    tell();
    await clock.advance(1);
    expect(seen.state).toBe(state);
    expect(seen.afterMs).toBeLessThanOrEqual(3 * SECOND + 1);
  },
);

it('does not look at all when there is something to tell already', async () => {
  const { wait, finds } = setUp({ state: 'delivered' });
  expect((await wait(300 * SECOND)).state).toBe('delivered');
  expect(finds()).toBe(0);
});

it('does not wait when the caller does not want to', async () => {
  const { wait, finds } = setUp();
  expect((await wait(0)).state).toBe('queued');
  expect(finds()).toBe(0);
});

it('notices what happened between accepting and listening', async () => {
  const { clock, wait, become } = setUp();
  become('delivered');
  const seen = follow(clock, wait(300 * SECOND));
  await clock.advance(1);
  expect(seen.state).toBe('delivered');
});

it.each(['retrying', 'delivering'] as const)('goes on waiting while it is %s', async (state) => {
  const { clock, wait, become, tell } = setUp();
  const seen = follow(clock, wait(20 * SECOND));
  become(state);
  tell();
  await clock.advance(19 * SECOND);
  expect(seen.state).toBeNull();
  await clock.advance(2 * SECOND);
  expect(seen).toMatchObject({ state, afterMs: 20 * SECOND });
});

it('notices a change nobody told of, within ten seconds', async () => {
  const { clock, wait, become } = setUp();
  const seen = follow(clock, wait(300 * SECOND));
  await clock.advance(1 * SECOND);
  become('delivered');
  await clock.advance(10 * SECOND);
  expect(seen.state).toBe('delivered');
});

it('looks again when news may have been missed, and not when it is about others', async () => {
  const { clock, wait, become, tell, finds } = setUp();
  const seen = follow(clock, wait(300 * SECOND));
  await clock.advance(1);
  const before = finds();
  tell('another');
  await clock.advance(1);
  expect(finds()).toBe(before);
  become('failed');
  tell(null);
  await clock.advance(1);
  expect(seen.state).toBe('failed');
});

it('ends when the caller has gone, and when it is closed', async () => {
  const { clock, wait, waiter } = setUp();
  const gone = new AbortController();
  const first = follow(clock, wait(300 * SECOND, gone.signal));
  const second = follow(clock, wait(300 * SECOND));
  await clock.advance(1 * SECOND);
  gone.abort();
  await clock.advance(1);
  expect([first.state, second.state]).toEqual(['queued', null]);
  waiter.close();
  await clock.advance(1);
  expect(second.state).toBe('queued');
});

it('ends with an error when the database has lost the delivery', async () => {
  const { clock, wait, vanish, tell } = setUp();
  const failure = wait(300 * SECOND).catch((error: unknown) => error);
  await clock.advance(1 * SECOND);
  vanish();
  tell();
  await clock.advance(1);
  expect(await failure).toBeInstanceOf(DeliveryGoneError);
});

it.each([-3_600_000, 3_600_000])('waits as long when the clock is set by %d ms', async (ms) => {
  const { clock, wait } = setUp();
  const seen = follow(clock, wait(300 * SECOND));
  await clock.advance(12 * SECOND);
  clock.jump(ms);
  await clock.advance(287 * SECOND);
  expect(seen.state).toBeNull();
  await clock.advance(2 * SECOND);
  expect(seen).toMatchObject({ state: 'queued', afterMs: 300 * SECOND });
});

it.each(['the wait ends', 'it is closed'])(
  'returns the state that the delivery has when %s, though no event told of it',
  async (when) => {
    const { clock, wait, waiter, become } = setUp();
    const seen = follow(clock, wait(5 * SECOND));
    await clock.advance(4 * SECOND);
    become('delivering');
    if (when === 'it is closed') waiter.close();
    await clock.advance(1 * SECOND);
    expect(seen.state).toBe('delivering');
  },
);
