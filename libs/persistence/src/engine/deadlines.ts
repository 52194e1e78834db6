import type { Log } from '@result-links/delivery';
import { StatementDeadlineError } from './errors.js';

/**
 * How long callers of the embedded engine wait. PGlite cannot end a statement: one past its deadline is logged
 * and runs on, and its caller goes on without the answer. While the engine keeps the event loop busy nobody can
 * be told anything; then the answer itself comes first.
 */
export class Deadlines {
  constructor(private readonly log: Log) {}

  /**
   * Passes the answer of a statement on, if it comes in time.
   *
   * @param deadlineMs `null`: no limit
   * @throws StatementDeadlineError
   */
  async within<Answer>(deadlineMs: number | null, answer: Promise<Answer>): Promise<Answer> {
    if (deadlineMs === null) return answer;
    const endsAt = performance.now() + deadlineMs;
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new StatementDeadlineError(deadlineMs)), deadlineMs);
    });
    try {
      return await Promise.race([answer, deadline]);
    } finally {
      clearTimeout(timer);
      if (performance.now() >= endsAt) {
        this.log.warn({ deadlineMs }, 'statement past its deadline: the embedded engine ends none');
      }
    }
  }
}
