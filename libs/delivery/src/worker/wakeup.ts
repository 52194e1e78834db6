import { abortQuietly } from '../abort-quietly.js';
import type { Clock } from '../ports.js';

/** Lets a loop sleep until somebody has news for it, or until a time limit. */
export class Wakeup {
  private hasNews = false;
  private waiting: AbortController | null = null;

  constructor(private readonly clock: Clock) {}

  /** News: ends the wait that is under way, or the next one at once, so that none is missed. */
  signal(): void {
    this.hasNews = true;
    abortQuietly(this.waiting);
  }

  /** Returns at the next news (at once if there were some since the last wait), or after `ms`. */
  async wait(ms: number): Promise<void> {
    if (!this.hasNews) {
      this.waiting = new AbortController();
      await this.clock.sleep(ms, this.waiting.signal);
      this.waiting = null;
    }
    this.hasNews = false;
  }
}
