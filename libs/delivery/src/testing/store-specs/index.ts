import { acceptingSpecs } from './accepting.js';
import type { StoreBed } from './bed.js';
import { claimingSpecs } from './claiming.js';
import { eventSpecs } from './events.js';
import { finishingSpecs } from './finishing.js';
import { holdingSpecs } from './holding.js';
import { listingSpecs } from './listing.js';

const PARTS = {
  accepting: acceptingSpecs,
  'starting attempts': claimingSpecs,
  'finishing attempts': finishingSpecs,
  'lists and moves': listingSpecs,
  'parking and releasing': holdingSpecs,
  events: eventSpecs,
};

/**
 * What every implementation of `ports.ts` does alike. The proof of the attempt protocol runs on the stores in
 * memory, the service on those in SQL: this is why it holds for both.
 *
 * @param open makes a database of the specs' own
 */
export function storeSpecs(name: string, open: () => Promise<StoreBed>): void {
  describe(`the stores ${name}`, () => {
    let bed: StoreBed;
    beforeAll(async () => void (bed = await open()), 60_000);
    afterEach(() => bed.reset());
    afterAll(() => bed?.close());

    for (const [part, specs] of Object.entries(PARTS)) {
      describe(part, () => specs(() => bed));
    }
  });
}
