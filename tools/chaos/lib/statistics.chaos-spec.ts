import { mostInAnyWindow, percentile, spread } from './statistics.ts';

it('takes percentiles by nearest rank', () => {
  expect(percentile([5, 1, 3, 2, 4], 0.5)).toBe(3);
  expect(percentile([5, 1, 3, 2, 4], 0.99)).toBe(5);
  expect(percentile([], 0.5)).toBeNull();
  expect(spread([1, 2.25])).toEqual({ count: 2, median: 1, p99: 2.3, max: 2.3 });
});

it('finds the fullest window wherever it begins', () => {
  const everyTenth = Array.from({ length: 50 }, (_, index) => index * 100);
  expect(mostInAnyWindow(everyTenth, 1_000)).toBe(10);
  expect(mostInAnyWindow([...everyTenth, 1_250, 1_251], 1_000)).toBe(12);
  expect(mostInAnyWindow([], 1_000)).toBe(0);
});
