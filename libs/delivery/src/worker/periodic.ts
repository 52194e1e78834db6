import type { Clock, Log } from '../ports.js';
import type { Random } from '../waits.js';
import { fraction } from '../waits.js';

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;

/** The wait after the nth failure in a row (n from 1) of a call to the store: 50 ms up to 5 s, jittered. */
export function storeRetryMs(failures: number, random: Random): number {
  const capMs = Math.min(FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 10), LONGEST_RETRY_MS);
  return Math.round(capMs * (0.5 + fraction(random) / 2));
}

/** What a recurring task is made of. */
export interface PeriodicTask {
  /** For the log. */
  name: string;
  everyMs: number;
  /** Does it once. Returning `true` means that there is more to do at once. */
  run(): Promise<boolean | void>;
}

/** What running tasks needs. */
export interface PeriodicTools {
  clock: Clock;
  random: Random;
  log: Log;
}

/**
 * Does a task over and over until `signal` aborts. An error is logged and the task tried again, after a
 * backoff that is never longer than its interval; it never ends the loop, and the promise never rejects.
 */
export async function runPeriodically(
  task: PeriodicTask,
  { clock, random, log }: PeriodicTools,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    let waitMs = task.everyMs;
    try {
      const hasMore = await task.run();
      failures = 0;
      waitMs = hasMore === true ? 0 : task.everyMs;
    } catch (error) {
      failures += 1;
      waitMs = Math.min(storeRetryMs(failures, random), task.everyMs);
      log.error(
        { err: error, task: task.name, failures, retryInMs: waitMs },
        `${task.name} failed`,
      );
    }
    await clock.sleep(waitMs, signal);
  }
}
