/** Seconds after which a change of pace has mostly arrived in the rate that is shown. */
const MEMORY_SECONDS = 8;

/** How fast a count grows, smoothed, and when it will be full. */
export class Rate {
  #lastMs: number | undefined;
  #lastCount = 0;
  #perSecond: number | undefined;

  /** Notes where the count stands. @returns rows per second, `undefined` at the start */
  at(count: number, nowMs: number): number | undefined {
    if (this.#lastMs === undefined) {
      this.#lastMs = nowMs;
      this.#lastCount = count;
      return undefined;
    }
    const seconds = (nowMs - this.#lastMs) / 1_000;
    if (seconds < 0.05) return this.#perSecond;
    const latest = (count - this.#lastCount) / seconds;
    const weight = 1 - Math.exp(-seconds / MEMORY_SECONDS);
    this.#perSecond =
      this.#perSecond === undefined
        ? latest
        : this.#perSecond + weight * (latest - this.#perSecond);
    this.#lastMs = nowMs;
    this.#lastCount = count;
    return this.#perSecond;
  }
}

/** Longer than this is a guess that helps nobody. */
const LONGEST_SECONDS = 100 * 3_600;

/** `7 s`, `3 min 20 s`, `2 h 5 min`, `over 100 h`; empty when it is not known. */
export function duration(seconds: number | undefined): string {
  if (seconds === undefined || !Number.isFinite(seconds)) return '';
  if (seconds >= LONGEST_SECONDS) return 'over 100 h';
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3_600)} h ${Math.floor((whole % 3_600) / 60)} min`;
}

/** `1,234/s`, `0.4/s`; empty when it is not known, or nothing moves. */
export function perSecond(rate: number | undefined): string {
  if (rate === undefined || !(rate >= 0.05 && rate < Infinity)) return '';
  return `${rate < 9.95 ? String(Math.round(rate * 10) / 10) : count(rate)}/s`;
}

/** `1,234,567` */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
