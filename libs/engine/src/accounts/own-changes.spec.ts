import type { AccountStore } from '@result-links/delivery';
import { withOwnChanges } from './own-changes.js';

const store = new Proxy({} as AccountStore, {
  get: (_target, name) => async () => `result of ${String(name)}`,
});

it.each(['create', 'update', 'delete', 'createKey', 'revokeKey'] as const)(
  'takes %s up before it answers',
  async (change) => {
    let isTakenUp = false;
    const own = withOwnChanges(store, async () => {
      await Promise.resolve();
      isTakenUp = true;
    });
    expect(await own[change]({} as never, {} as never)).toBe(`result of ${change}`);
    expect(isTakenUp).toBe(true);
  },
);

it('looks up without further ado, and does not take up what failed', async () => {
  const takeUp = jest.fn();
  await withOwnChanges(store, takeUp).list();
  const failing = { ...store, create: () => Promise.reject(new Error('no')) } as AccountStore;
  await expect(withOwnChanges(failing, takeUp).create({} as never)).rejects.toThrow('no');
  expect(takeUp).not.toHaveBeenCalled();
});
