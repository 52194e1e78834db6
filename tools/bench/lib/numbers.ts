/** Stands where nothing was measured. */
export const NOTHING = '–';

function significant(value: number, digits: number): string {
  const rounded = Number(value.toPrecision(digits));
  return rounded.toLocaleString('en', { maximumFractionDigits: 6 });
}

/** How many a second, for example `13,700`. */
export function rateText(perSecond: number): string {
  return Number.isNaN(perSecond) ? NOTHING : `${significant(perSecond, 3)}/s`;
}

/** A duration in the unit that suits it: `2.83 µs`, `41.2 ms`, `1.7 s`. */
export function durationText(micros: number): string {
  if (Number.isNaN(micros)) return NOTHING;
  if (micros < 1_000) return `${significant(micros, 3)} µs`;
  if (micros < 1_000_000) return `${significant(micros / 1_000, 3)} ms`;
  return `${significant(micros / 1_000_000, 3)} s`;
}

/** Whole megabytes. */
export function memoryText(megabytes: number): string {
  return Number.isNaN(megabytes) ? NOTHING : `${Math.round(megabytes)} MB`;
}

/** Two decimals, below 0.1 three, from 10 up one. */
export function ratioText(ratio: number): string {
  if (Number.isNaN(ratio)) return NOTHING;
  if (ratio < 0.1) return ratio.toFixed(3);
  return ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(1);
}
