const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/**
 * Counts line breaks in a stream of bytes: CRLF, LF, and the CR of old Macs, each as one.
 * A CRLF that two pieces share counts once.
 */
export class LineBreaks {
  #count = 0;
  #endsWithReturn = false;

  /** Line breaks so far. */
  get count(): number {
    return this.#count;
  }

  /** Adds the next bytes of the stream. */
  push(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#count += occurrences(bytes, CARRIAGE_RETURN);
    for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) {
      const followsReturn = at === 0 ? this.#endsWithReturn : bytes[at - 1] === CARRIAGE_RETURN;
      if (!followsReturn) this.#count += 1;
    }
    this.#endsWithReturn = bytes[bytes.length - 1] === CARRIAGE_RETURN;
  }
}

/** Finds the line of a place in a stream of bytes. Keeps only the bytes behind the last place. */
export class LineCounter {
  readonly #breaks = new LineBreaks();
  #pieces: { bytes: Buffer; offset: number }[] = [];

  /** Adds the next bytes of the stream. */
  push(bytes: Buffer, offset: number): void {
    this.#pieces.push({ bytes, offset });
  }

  /**
   * Where the text begins that follows `offset`, past empty lines, and in which line. Must be asked in
   * ascending order.
   */
  startAfter(offset: number): { offset: number; line: number } {
    let place = offset;
    for (let piece = this.#pieces[0]; piece !== undefined; piece = this.#pieces[0]) {
      const { bytes, offset: first } = piece;
      let at = Math.min(Math.max(place - first, 0), bytes.length);
      while (bytes[at] === LINE_FEED || bytes[at] === CARRIAGE_RETURN) at++;
      this.#breaks.push(bytes.subarray(0, at));
      place = Math.max(place, first + at);
      if (at < bytes.length) {
        this.#pieces[0] = { bytes: bytes.subarray(at), offset: first + at };
        break;
      }
      this.#pieces.shift();
    }
    return { offset: place, line: this.#breaks.count + 1 };
  }
}

function occurrences(bytes: Buffer, byte: number): number {
  let count = 0;
  for (let at = bytes.indexOf(byte); at !== -1; at = bytes.indexOf(byte, at + 1)) count++;
  return count;
}
