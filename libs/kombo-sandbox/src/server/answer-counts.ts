/** How often each kind of answer was given to a result-link request. */
export class AnswerCounts {
  private readonly counts = new Map<string, number>();

  /**
   * Counts one. The key is the status with the code (`200`, `429 PLATFORM.RATE_LIMIT_EXCEEDED`), or
   * what happened instead (`cut`, `half-answer`, `hang`, `client-gone`).
   */
  count(ended: string, status: number | null, code: string | null): void {
    const key =
      ended === 'answered' ? [status, code].filter((part) => part !== null).join(' ') : ended;
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  /** All counts by key. */
  all(): Record<string, number> {
    return Object.fromEntries(this.counts);
  }

  /** Starts anew. */
  reset(): void {
    this.counts.clear();
  }
}
