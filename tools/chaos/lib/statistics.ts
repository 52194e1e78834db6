/** The value below which the given share of the values lies (nearest rank); `null` for no values. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.min(Math.max(Math.ceil(share * sorted.length), 1), sorted.length);
  return sorted[rank - 1] ?? null;
}

/** How values spread; whole numbers, `null` for no values. */
export interface Spread {
  count: number;
  median: number | null;
  p99: number | null;
  max: number | null;
}

/** Count, median, 99th percentile and maximum, rounded to one decimal. */
export function spread(values: readonly number[]): Spread {
  const rounded = (share: number) => {
    const value = percentile(values, share);
    return value === null ? null : Math.round(value * 10) / 10;
  };
  return { count: values.length, median: rounded(0.5), p99: rounded(0.99), max: rounded(1) };
}

/** The most instants that lie within any stretch of `windowMs` (its end not included). */
export function mostInAnyWindow(instantsMs: readonly number[], windowMs: number): number {
  const sorted = [...instantsMs].sort((a, b) => a - b);
  let first = 0;
  let most = 0;
  sorted.forEach((instant, last) => {
    while (instant - (sorted[first] as number) >= windowMs) first += 1;
    most = Math.max(most, last - first + 1);
  });
  return most;
}
