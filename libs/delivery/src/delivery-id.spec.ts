import fc from 'fast-check';
import { deliveryIds, isDeliveryId, newDeliveryId } from './delivery-id.js';

describe('a delivery id', () => {
  it('is a UUID of version 7 with its time in front', () => {
    const id = deliveryIds({ nowMs: () => 0x0123456789ab })();
    expect(id).toMatch(/^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(isDeliveryId(newDeliveryId())).toBe(true);
  });

  it('sorts after the one before, whatever the clock does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -5_000, max: 5_000 }), { maxLength: 200 }),
        (steps) => {
          let now = Date.UTC(2026, 0, 1);
          const next = deliveryIds({ nowMs: () => now });
          const ids = steps.map((step) => {
            now += step;
            return next();
          });
          expect([...ids].sort()).toEqual(ids);
          expect(new Set(ids).size).toBe(ids.length);
        },
      ),
    );
  });

  it('sorts within a millisecond too, also past the end of the counter', () => {
    const next = deliveryIds({
      nowMs: () => 1_000,
      randomBytes: (count) => new Uint8Array(count).fill(255),
    });
    const ids = Array.from({ length: 10_000 }, next);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each([
    '',
    'x',
    '019B76DA-A800-7000-8000-000000000001',
    '019b76da-a800-7000-8000-00000000000',
    `019b76da-a800-7000-8000-000000000001\n`,
  ])('is not %j', (text) => expect(isDeliveryId(text)).toBe(false));
});
