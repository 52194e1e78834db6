import type { StoreBed } from '../store-specs/bed.js';
import { storeSpecs } from '../store-specs/index.js';
import { MemoryStore } from './index.js';

storeSpecs('in memory', async () => {
  let aheadMs = 0;
  const now = () => new Date(Date.now() + aheadMs);
  let store: MemoryStore;
  const stores = () => ({ deliveries: store, work: store, integrations: store, events: store });
  const fresh = () => {
    store = new MemoryStore(now);
    return stores();
  };
  const bed: StoreBed = {
    ...fresh(),
    replica: async ({ rate } = {}) => {
      store.rate = rate;
      return stores();
    },
    now,
    pass: async (ms) => void (aheadMs += ms),
    openWindow: async (integrationId, size) => {
      Object.assign(store.integration('account-1', integrationId).pace, {
        ...{ window: size, concurrencyLimit: size },
      });
    },
    reset: async () => void Object.assign(bed, fresh()),
    close: async () => undefined,
  };
  return bed;
});
