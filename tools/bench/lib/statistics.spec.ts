import { median, medianRatio, quantile } from './statistics.ts';

it.each([
  [[3], 3],
  [[9, 1, 5], 5],
  [[4, 1, 3, 2], 2.5],
  [[10, 9, 100], 10],
])('the median of %j is %d', (values, expected) => {
  const before = [...values];
  expect(median(values)).toBe(expected);
  expect(values).toEqual(before);
});

it('the median of nothing, or of what was not measured, is no number', () => {
  expect(median([])).toBeNaN();
  expect(median([NaN, NaN, NaN])).toBeNaN();
});

it('ratios are taken within rounds: a round in which all were slow counts like the others', () => {
  // Medians of both are 20 and 20; but each time ours took half.
  expect(medianRatio([10, 20, 50], [20, 40, 100])).toBe(0.5);
  expect(medianRatio([10, 20], [20])).toBeNaN();
});

it('quantiles', () => {
  const values = Array.from({ length: 100 }, (_, index) => 99 - index);
  expect(quantile(values, 0.5)).toBe(50);
  expect(quantile(values, 0.99)).toBe(99);
  expect(quantile(values, 1)).toBe(99);
  expect(quantile([], 0.5)).toBeNaN();
});
