import { acceptAll, openStores } from '../lib/stores.ts';
import { measureWrites } from './measured-child.ts';

/** The durable accept by itself: what the API does between the request and its answer, without HTTP. */
const [, , url = '', callers, count] = process.argv;
const stores = await openStores(url);
await measureWrites(Number(count), (total) => acceptAll(stores, total, Number(callers)));
