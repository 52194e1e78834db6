import type { Clock, WorkStore } from '../ports.js';

/** Settings of {@link Heartbeat}. */
export interface HeartbeatOptions {
  workerId: string;
  store: Pick<WorkStore, 'heartbeat'>;
  clock: Clock;
  heartbeatMs: number;
  orphanAfterMs: number;
  /** Whether no other worker can be alive. */
  isAlone?: boolean;
}

/**
 * Says that this worker lives, and knows two things that follow from it: whether the others still take it
 * for alive, and whether it may judge that others are not.
 */
export class Heartbeat {
  /** When the last beat that was committed had been asked for: never later than the store's idea of it. */
  private lastBeat: Moment | null = null;
  /** Beats in a row without a gap. */
  private beats = 0;

  constructor(private readonly options: HeartbeatOptions) {}

  /** One beat. @throws what the store throws */
  async beat(): Promise<void> {
    const asked = this.moment();
    try {
      await this.options.store.heartbeat(this.options.workerId);
    } catch (error) {
      this.beats = 0;
      throw error;
    }
    const hasGap = silenceMs(this.lastBeat, asked) > 2 * this.options.heartbeatMs;
    this.beats = hasGap ? 1 : this.beats + 1;
    this.lastBeat = asked;
  }

  /**
   * Whether nobody can have taken this worker for dead: a third of the silence that would be needed is kept
   * as a margin. A worker that was frozen (a suspended machine, a long pause) learns here that the attempts
   * it was given may have been closed by others meanwhile.
   */
  isFresh(): boolean {
    return silenceMs(this.lastBeat, this.moment()) < (this.options.orphanAfterMs * 2) / 3;
  }

  /**
   * Whether silence of others means something. After an outage of the database every worker has been
   * silent, so whoever comes back first, or starts just then, gives the others two beats' time to say that
   * they live (one that is alone need not). Counted in beats, which are timed by sleeping, so that a clock that jumps shortens nothing.
   */
  mayJudgeOthers(): boolean {
    return this.beats >= (this.options.isAlone ? 1 : 3) && this.isFresh();
  }

  private moment(): Moment {
    const { clock } = this.options;
    return { monotonicMs: clock.monotonicMs(), wallMs: clock.now().getTime() };
  }
}

/** One instant on both clocks. */
interface Moment {
  monotonicMs: number;
  wallMs: number;
}

/**
 * How long it may have been from `last` to `now`. The monotonic clock stands still while a machine is suspended
 * (Linux), and the wall clock can be set, so the longer time counts. A wall clock that was set back can have
 * hidden a suspension of any length: that counts as forever, and the next beat ends the doubt.
 */
function silenceMs(last: Moment | null, now: Moment): number {
  if (last === null || now.wallMs < last.wallMs) return Infinity;
  return Math.max(now.monotonicMs - last.monotonicMs, now.wallMs - last.wallMs);
}
