import { Limiter } from './limiter.js';

describe('Limiter', () => {
  it('keeps the places of those in flight through a reset', () => {
    const limiter = new Limiter(1, { limit: 10, windowSeconds: 60 });
    limiter.count('a', 'requests');
    expect(limiter.enter('a')).toBeNull();
    limiter.reset();
    expect(limiter.enter('a')).toBe('PLATFORM.CONCURRENCY_LIMIT_EXCEEDED');
    limiter.leave('a');
    expect(limiter.concurrencyHeaders('a')).toEqual({
      'Concurrency-Limit': '1',
      'Concurrency-Remaining': '1',
    });
  });

  it('forgets idle integrations when there are very many, never busy ones', () => {
    const limiter = new Limiter(1, { limit: 10, windowSeconds: 60 });
    limiter.enter('busy');
    for (let n = 0; n < 20_001; n += 1) limiter.count(`idle~${n}`, 'requests');
    expect(limiter.enter('busy')).toBe('PLATFORM.CONCURRENCY_LIMIT_EXCEEDED');
    expect(Object.keys(limiter.stats())).toHaveLength(19_999);
  });
});
