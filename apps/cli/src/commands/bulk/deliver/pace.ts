import {
  rateResetMs,
  retryAfterMs,
  type Outcome,
  type ResponseLimits,
} from '@result-links/kombo-client';

/**
 * Writes in flight until the first answer tells the limit. Kombo's is 30 and "may be much lower" for some
 * ATSs (docs.kombo.dev/ats/guides/concurrency-limiting, 2026-05).
 */
const FIRST_WINDOW = 10;

/** No window grows beyond what a header can sensibly say. */
const LARGEST_WINDOW = 1_000;

const FIRST_BLOCK_MS = 1_000;
const LONGEST_BLOCK_MS = 60_000;

/** Failures one after the other that are no bad luck of single rows any more. */
const FAILURES_OF_AN_OUTAGE = 5;

/**
 * How fast one integration may be written to, learned from its answers:
 *
 * - `Concurrency-Limit` is the window, from the first answer on that says there is room.
 * - Being throttled halves the window and blocks the integration: as long as told, else 1 s, 2 s, 4 s … From
 *   then on a window of successes makes it one larger.
 * - An outage (five rows in a row that were not written) blocks it likewise.
 * - `ratelimit-remaining: 0` blocks it until `ratelimit-reset`.
 */
export class Pace {
  #limit: number;
  #window: number;
  #credit = 0;
  #isSlowed = false;
  #blockedUntilMs = 0;
  #blocksInARow = 0;
  #failuresInARow = 0;
  readonly #mostInFlight: number;
  readonly #now: () => number;
  readonly #random: () => number;

  /** @param mostInFlight limit of the user's own */
  constructor(mostInFlight = LARGEST_WINDOW, now = () => performance.now(), random = Math.random) {
    this.#mostInFlight = mostInFlight;
    this.#limit = mostInFlight;
    this.#window = Math.min(FIRST_WINDOW, mostInFlight);
    this.#now = now;
    this.#random = random;
  }

  /** Writes that may be in flight at once. */
  get window(): number {
    return this.#window;
  }

  /** Milliseconds until the next write may start; 0: now. */
  get waitMs(): number {
    return Math.max(0, this.#blockedUntilMs - this.#now());
  }

  /** Nothing was written for so many rows in a row. */
  get failuresInARow(): number {
    return this.#failuresInARow;
  }

  /** Learns from an answer. */
  ended(outcome: Outcome, limits: ResponseLimits): void {
    this.#learn(limits);
    switch (outcome) {
      case 'delivered':
      case 'rejected':
        this.#failuresInARow = 0;
        this.#blocksInARow = 0;
        this.#grow(limits);
        break;
      case 'throttled':
        this.#failuresInARow += 1;
        this.#slowDown(limits);
        break;
      case 'unavailable':
        this.#failuresInARow += 1;
        if (this.#failuresInARow >= FAILURES_OF_AN_OUTAGE) this.#block(retryAfterMs(limits));
        break;
      default: // says nothing about the pace
    }
  }

  #learn(limits: ResponseLimits): void {
    const { concurrencyLimit, rateRemaining } = limits;
    if (concurrencyLimit !== undefined) {
      const told = Math.min(Math.max(Math.floor(concurrencyLimit), 1), LARGEST_WINDOW);
      this.#limit = Math.min(told, this.#mostInFlight);
      this.#window = Math.min(this.#window, this.#limit);
    }
    if (rateRemaining === 0) {
      this.#blockUntil(this.#now() + (rateResetMs(limits) ?? 0));
    }
  }

  #grow({ concurrencyLimit, concurrencyRemaining }: ResponseLimits): void {
    const hasRoom = concurrencyRemaining === undefined || concurrencyRemaining > 0;
    if (!hasRoom || this.#window >= this.#limit) return;
    if (concurrencyLimit !== undefined && !this.#isSlowed) {
      this.#window = this.#limit;
      return;
    }
    this.#credit += 1;
    if (this.#credit >= this.#window) {
      this.#credit = 0;
      this.#window += 1;
    }
  }

  /** Of the many that are refused at the same moment only the first counts: they are one signal. */
  #slowDown(limits: ResponseLimits): void {
    if (this.waitMs === 0) {
      this.#window = Math.max(Math.floor(this.#window / 2), 1);
      this.#credit = 0;
      this.#isSlowed = true;
    }
    this.#block(retryAfterMs(limits));
  }

  #block(toldMs: number | undefined): void {
    if (toldMs !== undefined) {
      this.#blockUntil(this.#now() + toldMs);
    } else if (this.waitMs === 0) {
      const longestMs = Math.min(FIRST_BLOCK_MS * 2 ** this.#blocksInARow, LONGEST_BLOCK_MS);
      this.#blockUntil(this.#now() + longestMs * (0.5 + this.#random() / 2));
      this.#blocksInARow += 1;
    }
  }

  #blockUntil(timeMs: number): void {
    this.#blockedUntilMs = Math.max(this.#blockedUntilMs, timeMs);
  }
}
