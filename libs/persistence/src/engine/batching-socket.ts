import { Socket } from 'node:net';

/**
 * A socket whose cork lasts until the end of the turn of the event loop. node-postgres corks around each
 * statement; a transaction sends several in one turn (see `Connections`), and so they leave with one system
 * call instead of one each, and wake the server once. With TLS it sends as any other socket does.
 */
export class BatchingSocket extends Socket {
  #isCorked = false;

  override cork(): void {
    if (this.#isCorked) return;
    this.#isCorked = true;
    super.cork();
    process.nextTick(() => this.#release());
  }

  override uncork(): void {
    if (!this.#isCorked) super.uncork();
  }

  override end(...args: unknown[]): this {
    // A stream that is still corked when it ends never finishes.
    this.#release();
    return super.end(...(args as Parameters<Socket['end']>));
  }

  #release(): void {
    if (!this.#isCorked) return;
    this.#isCorked = false;
    super.uncork();
  }
}
