import { processDied, resultWithoutAnswer, storable, unsentTransition } from './attempt-results.js';
import { resultOf } from './testing/inputs.js';
import { NOW } from './testing/samples.js';

describe('results without an answer', () => {
  it('say what may have been sent', () => {
    expect(processDied()).toMatchObject({ outcome: 'unknown', details: { requestSent: 'maybe' } });
    expect(resultWithoutAnswer('unavailable', 'x').details.requestSent).toBe('no');
    expect(unsentTransition(NOW)).toMatchObject({
      to: 'retrying',
      nextAttemptAt: NOW,
      counts: false,
    });
  });
});

describe('storable', () => {
  it('leaves nothing that a database refuses', () => {
    const bad = 'a\0b\ud800c';
    const result = resultOf('rejected');
    const details = { ...result.details, code: bad, title: bad, message: bad, logUrl: bad };
    const kept = storable({ ...result, details, warnings: [bad] });
    const good = 'a\ufffdb\ufffdc';
    expect(kept.details).toMatchObject({ code: good, title: good, message: good, logUrl: good });
    expect(kept.warnings).toEqual([good]);
  });

  it('bounds length and number', () => {
    const result = resultOf('rejected');
    const details = { ...result.details, message: '😀'.repeat(100_000) };
    const kept = storable({ ...result, details, warnings: Array<string>(5_000).fill('w') });
    expect(kept.details.message?.length).toBeLessThan(5_000);
    expect(kept.warnings).toHaveLength(100);
  });

  it('changes nothing otherwise', () => {
    const result = {
      ...resultOf('delivered', { limits: { retryAfterSeconds: 3 } }),
      warnings: ['Zoë 😀'],
    };
    expect(storable(result)).toEqual(result);
  });
});
