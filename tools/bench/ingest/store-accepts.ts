import { measureWork } from '../lib/measured-work.ts';
import { acceptAll, openStores } from '../lib/stores.ts';

/**
 * The durable accept by itself, what the API does between the request and its answer, without HTTP:
 * `store-accepts.ts <url> <callers> <count>`.
 */
const [, , url = '', callers, count] = process.argv;
const stores = await openStores(url);
await measureWork({ warmUp: 1_000, count: Number(count) }, (total) =>
  acceptAll(stores, total, Number(callers)),
);
