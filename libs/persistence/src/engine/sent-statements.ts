/** The statements of one transaction, in their order; most of them are sent before those in front are answered. */
export class SentStatements {
  readonly #answers: Promise<unknown>[] = [];

  /** Takes the answer of a statement that is on its way, and returns it. */
  add<Answer>(answer: Promise<Answer>): Promise<Answer> {
    this.#answers.push(answer);
    // Whoever ends the transaction asks; until then a failure is not unhandled.
    answer.catch(() => undefined);
    return answer;
  }

  /** Waits for all of them. @throws what the first one that failed did */
  async all(): Promise<void> {
    const failed = await this.#firstFailed();
    if (failed) throw failed.reason;
  }

  /** Waits for all of them, and returns what the first one that failed did; `undefined`: none has. */
  async firstFailure(): Promise<unknown> {
    return (await this.#firstFailed())?.reason;
  }

  async #firstFailed(): Promise<PromiseRejectedResult | undefined> {
    const ends = await Promise.allSettled(this.#answers);
    return ends.find((end) => end.status === 'rejected');
  }
}
