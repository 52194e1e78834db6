import { hash, timingSafeEqual } from 'node:crypto';

/** Compares a presented key with an expected one; how long it takes tells nothing about either. */
export class KeyCheck {
  readonly #expected: Buffer;

  constructor(expected: string) {
    this.#expected = digest(expected);
  }

  matches(presented: string): boolean {
    // Digests have one length, as timingSafeEqual wants it.
    return timingSafeEqual(digest(presented), this.#expected);
  }
}

function digest(key: string): Buffer {
  return hash('sha256', key, 'buffer');
}
