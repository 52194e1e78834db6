import type { Headers } from '../scenarios/fault.js';

/** How many requests an integration may make in which time. */
export interface RateLimit {
  /** Requests per window. */
  limit: number;
  /** Length of the fixed window, in seconds. */
  windowSeconds: number;
}

/** What is known about one integration since the start or the last reset. */
export interface IntegrationStats {
  /** Result-link requests, refused ones included. */
  requests: number;
  /** Links that were written. */
  written: number;
  /** Requests in flight now. */
  inFlight: number;
  /** The most that were ever in flight at once; refused ones do not count. */
  maxInFlight: number;
}

interface Account extends IntegrationStats {
  windowEndsAt: number;
  usedInWindow: number;
}

/** Beyond this many integrations, the oldest idle one is forgotten. */
const MAX_INTEGRATIONS = 20_000;

/** The two limits of Kombo, per integration, and the headers that tell about them. */
export class Limiter {
  private readonly accounts = new Map<string, Account>();

  constructor(
    private readonly concurrencyLimit: number,
    private readonly rateLimit: RateLimit,
  ) {}

  /** Counts a request against the rate. Returns the code to refuse it with, or `null`. */
  request(integrationId: string): 'PLATFORM.RATE_LIMIT_EXCEEDED' | null {
    const account = this.account(integrationId);
    if (account.usedInWindow >= this.rateLimit.limit) return 'PLATFORM.RATE_LIMIT_EXCEEDED';
    account.usedInWindow += 1;
    return null;
  }

  /** Takes a place among those in flight, to be given back by {@link leave}. */
  enter(integrationId: string): 'PLATFORM.CONCURRENCY_LIMIT_EXCEEDED' | null {
    const account = this.account(integrationId);
    if (account.inFlight >= this.concurrencyLimit) return 'PLATFORM.CONCURRENCY_LIMIT_EXCEEDED';
    account.inFlight += 1;
    account.maxInFlight = Math.max(account.maxInFlight, account.inFlight);
    return null;
  }

  /** Gives the place back. */
  leave(integrationId: string): void {
    this.account(integrationId).inFlight -= 1;
  }

  /** Counts for the statistics. */
  count(integrationId: string, what: 'requests' | 'written'): void {
    this.account(integrationId)[what] += 1;
  }

  /**
   * `ratelimit-*` as of now; `ratelimit-reset` in whole seconds.
   * Source: docs.kombo.dev, "Fetching data", section rate limiting.
   */
  rateHeaders(integrationId: string): Headers {
    const account = this.account(integrationId);
    return {
      'ratelimit-limit': String(this.rateLimit.limit),
      'ratelimit-remaining': String(this.rateLimit.limit - account.usedInWindow),
      'ratelimit-reset': String(Math.ceil((account.windowEndsAt - performance.now()) / 1_000)),
    };
  }

  /** `Concurrency-*` as of now. Source: docs.kombo.dev, "Concurrency limiting". */
  concurrencyHeaders(integrationId: string): Headers {
    const { inFlight } = this.account(integrationId);
    return {
      'Concurrency-Limit': String(this.concurrencyLimit),
      'Concurrency-Remaining': String(Math.max(0, this.concurrencyLimit - inFlight)),
    };
  }

  /** Per integration id, those that had result-link requests. */
  stats(): Record<string, IntegrationStats> {
    return Object.fromEntries(
      [...this.accounts]
        .filter(([, account]) => account.requests > 0)
        .map(([id, { requests, written, inFlight, maxInFlight }]) => [
          id,
          { requests, written, inFlight, maxInFlight },
        ]),
    );
  }

  /** Forgets all but what is in flight. */
  reset(): void {
    for (const [id, account] of this.accounts) {
      if (account.inFlight === 0) this.accounts.delete(id);
      else Object.assign(account, fresh(account.inFlight));
    }
  }

  private account(id: string): Account {
    let account = this.accounts.get(id);
    if (account === undefined) {
      if (this.accounts.size >= MAX_INTEGRATIONS) this.forgetOldestIdle();
      account = fresh(0);
      this.accounts.set(id, account);
    }
    if (performance.now() >= account.windowEndsAt) {
      account.windowEndsAt = performance.now() + this.rateLimit.windowSeconds * 1_000;
      account.usedInWindow = 0;
    }
    return account;
  }

  private forgetOldestIdle(): void {
    for (const [id, account] of this.accounts) {
      if (account.inFlight === 0) {
        this.accounts.delete(id);
        return;
      }
    }
  }
}

function fresh(inFlight: number): Account {
  return {
    requests: 0,
    written: 0,
    inFlight,
    maxInFlight: inFlight,
    windowEndsAt: 0,
    usedInWindow: 0,
  };
}
