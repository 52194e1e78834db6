import { lockDirectory } from '../engine/pglite/directory-lock.js';

/** Says LOCKED or REFUSED and why; the owner stays until it is killed. */
const [, , directory = ''] = process.argv;
try {
  await lockDirectory(directory);
  console.log('LOCKED');
  setInterval(() => undefined, 1_000);
} catch (error) {
  console.log(`REFUSED ${(error as Error).message}`);
}
