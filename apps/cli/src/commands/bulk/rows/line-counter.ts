const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Tells the line of a place in a stream of bytes. Keeps only what is still to be asked about. */
export class LineCounter {
  #pieces: { bytes: Buffer; offset: number }[] = [];
  #line = 1;

  /** The next bytes of the stream. */
  push(bytes: Buffer, offset: number): void {
    this.#pieces.push({ bytes, offset });
  }

  /**
   * Where the text begins that follows `offset`, past empty lines, and in which line. Must be asked in
   * ascending order.
   */
  startAfter(offset: number): { offset: number; line: number } {
    for (let piece = this.#pieces[0]; piece !== undefined; piece = this.#pieces[0]) {
      const { bytes, offset: first } = piece;
      const target = offset - first;
      this.#line += countUpTo(bytes, target);
      if (target >= bytes.length) {
        this.#pieces.shift();
        continue;
      }
      let at = Math.max(target, 0);
      for (; bytes[at] === LINE_FEED || bytes[at] === CARRIAGE_RETURN; at++) {
        if (bytes[at] === LINE_FEED) this.#line += 1;
      }
      this.#pieces[0] = { bytes: bytes.subarray(at), offset: first + at };
      if (at < bytes.length) return { offset: first + at, line: this.#line };
      offset = first + at;
    }
    return { offset, line: this.#line };
  }
}

function countUpTo(bytes: Buffer, end: number): number {
  let count = 0;
  let at = bytes.indexOf(LINE_FEED);
  for (; at !== -1 && at < end; at = bytes.indexOf(LINE_FEED, at + 1)) count++;
  return count;
}
