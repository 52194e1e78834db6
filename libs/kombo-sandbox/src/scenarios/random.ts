/** A number in [0, 1). */
export type Random = () => number;

/** The same numbers for the same seed (mulberry32); good enough for dice, not for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A fixed number, or one between two (both included), evenly spread. */
export type NumberOrRange = number | readonly [from: number, to: number];

/** A whole number out of `range`. */
export function pick(range: NumberOrRange, random: Random): number {
  if (typeof range === 'number') return range;
  const [from, to] = range;
  return from + Math.floor(random() * (to - from + 1));
}
