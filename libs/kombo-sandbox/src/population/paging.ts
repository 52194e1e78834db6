import { InvalidQueryError } from './query.js';

/** One page of a listing, as Kombo answers it. */
export interface ListPage<T> {
  results: T[];
  /** The cursor of the next page; `null` on the last one. */
  next: string | null;
}

/** Kombo's default. Source: OpenAPI document, 2026-05-02. */
const DEFAULT_PAGE_SIZE = 100;

/**
 * A page out of numbered entries.
 *
 * @param numbers in ascending order; only as many are read as the page takes
 * @param read the entry with a number; `undefined` when it does not match
 */
export function pageOf<T>(
  numbers: (from: number) => Iterable<number>,
  read: (number: number) => T | undefined,
  { cursor, page_size = DEFAULT_PAGE_SIZE }: { cursor?: string; page_size?: number },
): ListPage<T> {
  const results: T[] = [];
  for (const number of numbers(cursor === undefined ? 0 : readCursor(cursor))) {
    const entry = read(number);
    if (entry === undefined) continue;
    // One more than fits: only now it is certain that there is a next page.
    if (results.length === page_size) return { results, next: writeCursor(number) };
    results.push(entry);
  }
  return { results, next: null };
}

/** Those of `numbers` from `from` on, each once, in ascending order. */
export function sortedFrom(numbers: readonly (number | undefined)[], from: number): number[] {
  const known = new Set(numbers.filter((number) => number !== undefined));
  return [...known].filter((number) => number >= from).sort((a, b) => a - b);
}

/** From `from` (or `first`) to `last`. */
export function* range(from: number, first: number, last: number): Generator<number> {
  for (let number = Math.max(from, first); number <= last; number += 1) yield number;
}

/** Opaque to clients, as Kombo's is. */
function writeCursor(number: number): string {
  return Buffer.from(`from:${number}`).toString('base64url');
}

function readCursor(cursor: string): number {
  const [, digits] = /^from:(\d{1,7})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (digits === undefined) {
    throw new InvalidQueryError('cursor must be the value of next of an earlier page');
  }
  return Number(digits);
}
