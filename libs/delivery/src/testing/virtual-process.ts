import type { Clock } from '../ports.js';
import type { VirtualClock } from './virtual-clock.js';

/**
 * A process that can be killed or frozen at any of its awaits: everything it waits for comes back through
 * `guard`, and comes never once it is dead, or late while it is frozen. Its wall clock may be wrong.
 */
export class VirtualProcess implements Clock {
  isAlive = true;
  diedAtMs: number | null = null;
  private frozenUntilMs = 0;
  private clockErrorMs = 0;

  constructor(private readonly clock: VirtualClock) {}

  now(): Date {
    return new Date(this.clock.now().getTime() + this.clockErrorMs);
  }

  monotonicMs(): number {
    return this.clock.monotonicMs();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.guard(this.clock.sleep(ms, signal));
  }

  /** What `promise` comes to, as long as this process is there to hear of it. */
  guard<T>(promise: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      promise.then(
        (value) => this.whenRunning(() => resolve(value)),
        (error: unknown) => this.whenRunning(() => reject(error as Error)),
      );
    });
  }

  /** Calls `listener` from outside, as an event does. */
  whenRunning(listener: () => void): void {
    const frozenForMs = this.frozenUntilMs - this.clock.elapsed;
    if (this.isAlive && frozenForMs > 0) {
      void this.clock.sleep(frozenForMs).then(() => this.whenRunning(listener));
    } else if (this.isAlive) {
      listener();
    }
  }

  /** kill -9. */
  kill(): void {
    this.isAlive = false;
    this.diedAtMs ??= this.clock.elapsed;
  }

  /** SIGSTOP, and SIGCONT after `ms`: a suspended machine, a very long pause. */
  freeze(ms: number): void {
    this.frozenUntilMs = Math.max(this.frozenUntilMs, this.clock.elapsed + ms);
  }

  /** Sets this process's wall clock wrong by so much more. */
  jumpClock(ms: number): void {
    this.clockErrorMs += ms;
  }
}
