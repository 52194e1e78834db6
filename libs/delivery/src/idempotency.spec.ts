import { earlierAnswer, type RepeatableRequest } from './idempotency.js';
import { DELIVERY_STATES } from './states.js';
import { aDelivery, NOW } from './testing/samples.js';
import { HOUR, later } from './waits.js';

const request: RepeatableRequest = {
  accountId: 'default',
  integrationId: aDelivery().integrationId,
  contentHash: 'a'.repeat(64),
  idempotencyKey: null,
  dedupeWindowMs: 24 * HOUR,
};
const keyed = { ...request, idempotencyKey: 'k1' };

describe('which earlier delivery answers a request', () => {
  it.each(DELIVERY_STATES)('with a key: the one of that key, when %s', (state) => {
    const delivery = aDelivery({ state, idempotencyKey: 'k1', acceptedAt: new Date(0) });
    expect(earlierAnswer(keyed, [delivery], NOW)).toEqual({ kind: 'replayed', delivery });
  });

  it('with a key that has another content: none, that is an error', () => {
    const delivery = aDelivery({ idempotencyKey: 'k1', contentHash: 'b'.repeat(64) });
    expect(earlierAnswer(keyed, [delivery], NOW)).toEqual({ kind: 'key_reused', delivery });
  });

  it('with a key: not one of the same content and another key, or none', () => {
    const others = [aDelivery({ idempotencyKey: 'k2' }), aDelivery()];
    expect(earlierAnswer(keyed, others, NOW).kind).toBe('none');
  });

  const standsInTheWay = ['queued', 'delivering', 'retrying', 'parked', 'unknown', 'delivered'];
  it.each(DELIVERY_STATES)('without a key: by content, when %s', (state) => {
    const expected = standsInTheWay.includes(state) ? 'replayed' : 'none';
    expect(earlierAnswer(request, [aDelivery({ state })], NOW).kind).toBe(expected);
    expect(earlierAnswer(request, [aDelivery({ state, idempotencyKey: 'k1' })], NOW).kind).toBe(
      expected,
    );
  });

  it('without a key: only within the window, and never with a window of 0', () => {
    const delivery = aDelivery({ state: 'delivered' });
    const kindAt = (ms: number, over = {}) =>
      earlierAnswer({ ...request, ...over }, [delivery], later(NOW, ms)).kind;
    expect(kindAt(24 * HOUR - 1)).toBe('replayed');
    expect(kindAt(24 * HOUR)).toBe('none');
    expect(kindAt(0, { dedupeWindowMs: 0 })).toBe('none');
  });

  it('without a key: the newest that matches, past one that failed', () => {
    const old = aDelivery({ id: 'old', state: 'delivered' });
    const newer = aDelivery({ id: 'newer', state: 'unknown', acceptedAt: later(NOW, 5) });
    const failed = aDelivery({ id: 'failed', state: 'failed', acceptedAt: later(NOW, 9) });
    expect(earlierAnswer(request, [old, failed, newer], later(NOW, 10))).toMatchObject({
      delivery: { id: 'newer' },
    });
  });

  it.each(['accountId', 'integrationId'])('never one with another %s', (field) => {
    const foreign = aDelivery({ [field]: 'other', idempotencyKey: 'k1' });
    expect(earlierAnswer(keyed, [foreign], NOW).kind).toBe('none');
    expect(earlierAnswer(request, [foreign], NOW).kind).toBe('none');
  });
});
