import {
  KomboError,
  KomboRateLimitError,
  rateResetMs,
  type ResponseLimits,
} from '@result-links/kombo-client';
import { abortedError, LookUpError, toLookUpError } from '../look-up-error.js';
import { Outage } from './outage.js';
import { sleep } from './sleep.js';
import { Slots } from './slots.js';

/** How hard an integration may be asked. */
export interface PacerOptions {
  /** Look-ups at once; default 4. Kombo's limit of actions in flight does not count reads. */
  concurrency?: number;
  /**
   * How long one request may wait and be repeated altogether, in milliseconds, once it is its turn;
   * default 150,000: two rate windows of a minute, and some.
   */
  patienceMs?: number;
  /**
   * Share of Kombo's rate window that is left to others (the writes come out of the same one);
   * default 0.1.
   */
  reserve?: number;
}

/** Waits before a repetition when the answer asks for none: about 0.5, 1, 2, 4 s. */
const BACKOFF_MS = [500, 1_000, 2_000, 4_000];

/** An answer with what it says about limits. */
interface Answer {
  limits: ResponseLimits;
}

/**
 * Paces the reads of one integration: so many at once, none while the rate window is used up or a
 * pause was asked for. What was throttled or got no answer is repeated, for a read changes nothing; what
 * would fail for everybody fails for those who come next at once.
 */
export class Pacer {
  private readonly slots: Slots;
  private readonly patienceMs: number;
  private readonly reserve: number;
  private readonly outage = new Outage();
  private closedUntil = 0;

  constructor(options: PacerOptions = {}) {
    this.slots = new Slots(options.concurrency ?? 4);
    this.patienceMs = options.patienceMs ?? 150_000;
    this.reserve = options.reserve ?? 0.1;
  }

  /** Whether nothing is under way and nothing has to be remembered. */
  get isIdle(): boolean {
    return this.slots.isIdle && this.closedUntil <= performance.now();
  }

  /** @throws LookUpError */
  async run<T extends Answer>(request: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.slots.take(signal);
    try {
      this.outage.check();
      return await this.ask(request, signal);
    } finally {
      this.slots.give();
    }
  }

  private async ask<T extends Answer>(
    request: () => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    try {
      const answer = await this.insist(request, signal);
      this.outage.end();
      return answer;
    } catch (thrown) {
      if (signal?.aborted) {
        throw abortedError(signal);
      }
      const error = toLookUpError(thrown);
      this.outage.note(error);
      throw error;
    }
  }

  private async insist<T extends Answer>(
    request: () => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const end = performance.now() + this.patienceMs;
    for (let attempt = 0; ; attempt += 1) {
      await this.waitForOpening(end, signal);
      try {
        const answer = await request();
        this.note(answer.limits);
        return answer;
      } catch (error) {
        const waitMs = this.waitAfter(error, attempt);
        if (waitMs !== undefined && isThrottled(error)) {
          this.closedUntil = Math.max(this.closedUntil, performance.now() + waitMs);
        }
        if (waitMs === undefined || performance.now() + waitMs > end) {
          throw error;
        }
        if (!isThrottled(error)) {
          await sleep(waitMs, signal);
        }
      }
    }
  }

  private async waitForOpening(end: number, signal: AbortSignal | undefined): Promise<void> {
    for (let now = performance.now(); this.closedUntil > now; now = performance.now()) {
      if (this.closedUntil > end) {
        throw new LookUpError(
          'throttled',
          `the rate limit is used up for another ${Math.ceil((this.closedUntil - now) / 1_000)} s`,
          { advice: 'Look it up again later.' },
        );
      }
      await sleep(this.closedUntil - now, signal);
    }
    if (signal?.aborted) {
      throw abortedError(signal);
    }
  }

  /** The next request waits when this answer left no more than the reserve. */
  private note(limits: ResponseLimits): void {
    const { rateLimit = 0, rateRemaining } = limits;
    const resetMs = rateResetMs(limits);
    if (rateRemaining === undefined || resetMs === undefined) {
      return;
    }
    if (rateRemaining <= Math.floor(rateLimit * this.reserve)) {
      this.closedUntil = Math.max(this.closedUntil, performance.now() + resetMs);
    }
  }

  /** Milliseconds until a repetition makes sense; `undefined`: it makes none. */
  private waitAfter(error: unknown, attempt: number): number | undefined {
    if (error instanceof KomboRateLimitError && error.retryAfterMs !== undefined) {
      const leastMs = BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)] ?? 0;
      return Math.max(error.retryAfterMs, leastMs);
    }
    const backoffMs = BACKOFF_MS[attempt];
    if (backoffMs === undefined || !isWorthRepeating(error)) {
      return undefined;
    }
    // Jitter, so that several integrations behind one broken gateway do not come back together.
    return backoffMs * (0.75 + Math.random() / 2);
  }
}

function isThrottled(error: unknown): boolean {
  return error instanceof KomboError && error.outcome === 'throttled';
}

/** Also what a write would call `unknown`: a read may have been done twice. */
function isWorthRepeating(error: unknown): boolean {
  return (
    error instanceof KomboError &&
    toLookUpError(error).kind !== 'aborted' &&
    ['throttled', 'unavailable', 'unknown'].includes(error.outcome)
  );
}
