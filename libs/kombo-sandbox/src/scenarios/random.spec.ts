import { pick, seededRandom } from './random.js';

const numbers = (seed: number) => Array.from({ length: 1_000 }, seededRandom(seed));

describe('seededRandom', () => {
  it('is the same for the same seed and another for another', () => {
    expect(numbers(7)).toEqual(numbers(7));
    expect(numbers(7)).not.toEqual(numbers(8));
  });

  it('is spread over [0, 1)', () => {
    const all = numbers(1);
    expect(Math.min(...all)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...all)).toBeLessThan(1);
    const mean = all.reduce((sum, number) => sum + number, 0) / all.length;
    expect(mean).toBeCloseTo(0.5, 1);
  });
});

it('pick takes a fixed number, or any of a range with both ends', () => {
  const random = seededRandom(1);
  expect(pick(5, random)).toBe(5);
  const picked = new Set(Array.from({ length: 200 }, () => pick([1, 3], random)));
  expect([...picked].sort()).toEqual([1, 2, 3]);
});
