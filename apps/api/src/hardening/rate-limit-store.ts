/** How far a window is used, and how many milliseconds it still lasts. */
interface Usage {
  current: number;
  ttl: number;
}
type Callback = (error: Error | null, usage?: Usage) => void;

/** Counters kept at once; beyond that the one that was used longest ago is forgotten. */
const MOST_COUNTERS = 5_000;

/**
 * The counters of `@fastify/rate-limit`, timed by the monotonic clock. The plugin's own store goes by the time
 * of day: set back by an hour, it would refuse a caller who is over the limit for an hour longer.
 */
export class RateLimitStore {
  readonly #windows = new Map<string, { count: number; startedAtMs: number }>();

  /** Counts one request of `key`. */
  incr(key: string, callback: Callback, windowMs: number): void {
    const window = this.#open(key, windowMs) ?? { count: 0, startedAtMs: performance.now() };
    window.count += 1;
    this.#windows.delete(key);
    const [oldest] = this.#windows.keys();
    if (this.#windows.size >= MOST_COUNTERS && oldest !== undefined) this.#windows.delete(oldest);
    this.#windows.set(key, window);
    this.read(key, callback, windowMs);
  }

  /** Looks without counting. */
  read(key: string, callback: Callback, windowMs: number): void {
    const window = this.#open(key, windowMs);
    if (window === undefined) return callback(null, { current: 0, ttl: 0 });
    const ttl = windowMs - (performance.now() - window.startedAtMs);
    callback(null, { current: window.count, ttl });
  }

  /** Counters of their own for another limit. */
  child(): RateLimitStore {
    return new RateLimitStore();
  }

  #open(key: string, windowMs: number) {
    const window = this.#windows.get(key);
    return window && performance.now() - window.startedAtMs < windowMs ? window : undefined;
  }
}
