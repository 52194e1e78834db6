import type { Clock } from '../ports.js';

interface Sleeper {
  atMs: number;
  order: number;
  wake(): void;
}

/**
 * A clock that only moves when told to. Sleepers wake in the order of their times, and everything that
 * follows from one waking happens before the next one wakes. `jump` moves the wall clock without letting
 * time pass, as a wrong time server does.
 */
export class VirtualClock implements Clock {
  /** Time that has passed; what sleeping goes by. */
  private elapsedMs = 0;
  private wallOffsetMs: number;
  private sleepers: Sleeper[] = [];
  private order = 0;

  constructor(start = new Date('2026-01-01T00:00:00Z')) {
    this.wallOffsetMs = start.getTime();
  }

  now(): Date {
    return new Date(this.wallOffsetMs + this.elapsedMs);
  }

  monotonicMs(): number {
    return this.elapsedMs;
  }

  /** Milliseconds since the clock was made, whatever the wall clock says. */
  get elapsed(): number {
    return this.elapsedMs;
  }

  jump(ms: number): void {
    this.wallOffsetMs += ms;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) {
        resolve();
        return;
      }
      const wake = () => {
        signal?.removeEventListener('abort', wake);
        this.sleepers = this.sleepers.filter((other) => other !== sleeper);
        resolve();
      };
      const sleeper = { atMs: this.elapsedMs + Math.max(ms, 0), order: this.order++, wake };
      this.sleepers.push(sleeper);
      signal?.addEventListener('abort', wake, { once: true });
    });
  }

  /** Lets `ms` pass, waking all who sleep until then. */
  async advance(ms: number): Promise<void> {
    await this.advanceUntil(() => false, ms);
  }

  /** Lets time pass until `isDone`, at most `limitMs`. Returns whether it is done. */
  async advanceUntil(isDone: () => boolean, limitMs: number): Promise<boolean> {
    const endMs = this.elapsedMs + limitMs;
    for (;;) {
      await settled();
      if (isDone()) {
        return true;
      }
      const next = this.sleepers.reduce<Sleeper | null>(
        (first, sleeper) => (first === null || isBefore(sleeper, first) ? sleeper : first),
        null,
      );
      if (next === null || next.atMs > endMs) {
        this.elapsedMs = endMs;
        return isDone();
      }
      this.elapsedMs = Math.max(this.elapsedMs, next.atMs);
      next.wake();
    }
  }
}

/** Everything that can go on without time passing has gone on. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function isBefore(a: Sleeper, b: Sleeper): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}
