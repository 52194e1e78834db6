import type { AcceptInput, AcceptResult, DeliveryStore } from '@result-links/delivery';
import { observeAccepts } from './observe-accepts.js';

/** A store that needs its own `this`, as one with private fields does. */
class PrivateStore {
  readonly #calls: unknown[] = [];
  #answer(name: string, args: unknown[]): Promise<never> {
    this.#calls.push([name, ...args]);
    return Promise.resolve(name as never);
  }
  accept = function (this: PrivateStore, ...args: unknown[]) {
    return this.#answer('accept', args);
  };
  find(...args: unknown[]) {
    return this.#answer('find', args);
  }
  listAttempts(...args: unknown[]) {
    return this.#answer('listAttempts', args);
  }
  list(...args: unknown[]) {
    return this.#answer('list', args);
  }
  move(...args: unknown[]) {
    return this.#answer('move', args);
  }
  requeueAll(...args: unknown[]) {
    return this.#answer('requeueAll', args);
  }
  countByState(...args: unknown[]) {
    return this.#answer('countByState', args);
  }
  listPausedAccounts(...args: unknown[]) {
    return this.#answer('listPausedAccounts', args);
  }
}

const observer = { accepted: jest.fn(), failed: jest.fn() };
beforeEach(() => jest.clearAllMocks());

it('passes every method on to a store with private fields', async () => {
  const store: DeliveryStore = new PrivateStore();
  const observed = observeAccepts(store, [observer]);
  const methods = [
    'accept',
    ...Object.getOwnPropertyNames(PrivateStore.prototype).filter((name) => name !== 'constructor'),
  ] as (keyof DeliveryStore)[];
  for (const method of methods) {
    const call = observed[method].bind(observed) as (...args: unknown[]) => Promise<unknown>;
    expect(await call('one', 'two')).toBe(method);
  }
  expect(observer.accepted).toHaveBeenCalledWith('accept', expect.any(Date));
});

it('reports a link that could not be saved, and throws what the store threw', async () => {
  const error = new Error('the disk is full');
  const accept = (): Promise<AcceptResult> => Promise.reject(error);
  const observed = observeAccepts({ accept } as unknown as DeliveryStore, [observer]);
  await expect(observed.accept({} as AcceptInput)).rejects.toBe(error);
  expect(observer.failed).toHaveBeenCalledTimes(1);
  expect(observer.accepted).not.toHaveBeenCalled();
});

it('is the store itself when nobody observes', () => {
  const store: DeliveryStore = new PrivateStore();
  expect(observeAccepts(store, [])).toBe(store);
});
