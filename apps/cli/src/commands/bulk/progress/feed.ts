/** Lines that wait to be printed; beyond so many whoever adds one waits. */
const ROOM = 500;

/** Hands over what comes from callbacks to a generator that is read one by one. */
export class Feed<T> {
  #items: T[] = [];
  #isEnded = false;
  #error: { thrown: unknown } | undefined;
  #wakeReader: () => void = () => undefined;
  #wakeWriters: () => void = () => undefined;

  /** Adds an item. Resolves when there is room for the next; need not be waited for. */
  async push(item: T): Promise<void> {
    this.#items.push(item);
    this.#wakeReader();
    while (this.#items.length > ROOM && !this.#isEnded) {
      await new Promise<void>(
        (resolve) => (this.#wakeWriters = chained(this.#wakeWriters, resolve)),
      );
    }
  }

  /** Nothing comes any more. */
  end(): void {
    this.#isEnded = true;
    this.#wakeReader();
    this.#wakeWriters();
  }

  /** Nothing comes any more because of an error, which the reader meets after the last item. */
  fail(thrown: unknown): void {
    this.#error = { thrown };
    this.end();
  }

  /** All items, as they come. */
  async *read(): AsyncGenerator<T> {
    for (;;) {
      const item = this.#items.shift();
      if (item !== undefined) {
        if (this.#items.length === 0) this.#wakeAll();
        yield item;
      } else if (this.#isEnded) {
        if (this.#error !== undefined) throw this.#error.thrown;
        return;
      } else {
        await new Promise<void>((resolve) => (this.#wakeReader = resolve));
      }
    }
  }

  #wakeAll(): void {
    const wake = this.#wakeWriters;
    this.#wakeWriters = () => undefined;
    wake();
  }
}

function chained(first: () => void, second: () => void): () => void {
  return () => {
    first();
    second();
  };
}
