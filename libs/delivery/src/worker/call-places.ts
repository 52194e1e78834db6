import type { StartedAttempt } from '../ports.js';

/** Share of the newest duration in a moving mean. */
const NEWEST = 0.1;
/** A duration that counts; longer ones are taken for this, so that they are soon forgotten. */
const LONGEST_MS = 10_000;

/**
 * Who may call Kombo now. At most `concurrency` calls are under way; attempts that were claimed ahead wait
 * here for their place.
 *
 * Ahead are as many as places become free while a claim is made, so that those places are not empty
 * meanwhile: with calls of 20 ms and claims of 10 ms half as many as there are places, with calls of a
 * second none. An attempt that waits here is one of its integration's in flight, and would be `unknown`
 * if the process died, so there should be no more of them than that.
 */
export class CallPlaces {
  readonly #waiting: StartedAttempt[] = [];
  #calls = 0;
  #callMs: number | null = null;
  #claimMs: number | null = null;

  /** @param concurrency calls under way at once, at most */
  constructor(private readonly concurrency: number) {}

  /** Attempts that wait for a place. */
  get waiting(): readonly StartedAttempt[] {
    return this.#waiting;
  }

  /** How many more attempts to claim. */
  get room(): number {
    return this.concurrency + this.#ahead() - this.#calls - this.#waiting.length;
  }

  /** Takes attempts that were claimed; `ms` is how long it took from when they were wanted. */
  add(attempts: readonly StartedAttempt[], ms: number): void {
    this.#waiting.push(...attempts);
    this.#claimMs = movingMean(this.#claimMs, ms);
  }

  /** The next attempt that may call, which takes a place; `undefined`: none waits, or none is free. */
  next(): StartedAttempt | undefined {
    if (this.#calls >= this.concurrency) return undefined;
    const attempt = this.#waiting.shift();
    if (attempt) this.#calls += 1;
    return attempt;
  }

  /** A call has ended and leaves its place; `callMs`: how long it took. */
  leave(callMs: number): void {
    this.#calls -= 1;
    this.#callMs = movingMean(this.#callMs, callMs);
  }

  /** Takes out those that wait, for no place. */
  takeWaiting(): StartedAttempt[] {
    return this.#waiting.splice(0);
  }

  #ahead(): number {
    if (this.#callMs === null || this.#claimMs === null) return 0;
    const endedMeanwhile = (this.concurrency * this.#claimMs) / Math.max(this.#callMs, 1);
    return Math.min(Math.floor(endedMeanwhile), this.concurrency);
  }
}

/** The clock may have been set meanwhile, so a duration can be anything. */
function movingMean(mean: number | null, newest: number): number {
  const ms = Math.min(Math.max(newest, 0), LONGEST_MS);
  return mean === null ? ms : mean + NEWEST * (ms - mean);
}
