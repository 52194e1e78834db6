import { randomFillSync } from 'node:crypto';

/** Where ids get time and randomness from; by default this machine's. */
export interface DeliveryIdSource {
  nowMs?: () => number;
  randomBytes?: (count: number) => Uint8Array;
}

const COUNTER_SIZE = 1 << 12;

/**
 * A maker of delivery ids: UUID v7 (RFC 9562), so that they sort by the time of acceptance; within one
 * maker each id sorts after the one before, also within a millisecond and when the clock is set back
 * (the 12 bits after the time are a counter, method 1 of section 6.2).
 */
export function deliveryIds(source: DeliveryIdSource = {}): () => string {
  const nowMs = source.nowMs ?? Date.now;
  const random = source.randomBytes ?? pooledRandomBytes();
  let lastMs = -1;
  let counter = 0;

  return () => {
    const bytes = Uint8Array.from(random(16));
    const ms = Math.floor(nowMs());
    if (ms > lastMs) {
      lastMs = ms;
      // Starts in the lower half: room to count up within the millisecond.
      counter = (((bytes[6] as number) << 8) | (bytes[7] as number)) % (COUNTER_SIZE / 2);
    } else if (++counter === COUNTER_SIZE) {
      lastMs += 1;
      counter = 0;
    }
    const view = new DataView(bytes.buffer);
    view.setUint32(0, Math.floor(lastMs / 2 ** 16));
    view.setUint16(4, lastMs % 2 ** 16);
    view.setUint16(6, 0x7000 | counter);
    view.setUint8(8, 0x80 | ((bytes[8] as number) & 0x3f));
    return formatted(bytes);
  };
}

/** A new delivery id, from this process's one maker. */
export const newDeliveryId: () => string = deliveryIds();

/** Whether `text` can be the id of a delivery: a UUID in lower case, of any version. */
export function isDeliveryId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
}

/** Asks for randomness for 256 ids at once: asking costs more than the bytes do. */
function pooledRandomBytes(): (count: number) => Uint8Array {
  const pool = new Uint8Array(4_096);
  let used = pool.length;
  return (count) => {
    if (used + count > pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    used += count;
    return pool.subarray(used - count, used);
  };
}

function formatted(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}
