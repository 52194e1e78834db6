import { isDeliveryId } from './delivery-id.js';

/** The cursor of a list is not one that was handed out. */
export class InvalidCursorError extends Error {
  readonly code = 'invalid_cursor';
  constructor() {
    super('The cursor is not valid; start again without one');
    this.name = 'InvalidCursorError';
  }
}

/** An opaque cursor: the page after it begins below this delivery. */
export function encodeCursor(lastId: string): string {
  return Buffer.from(`after:${lastId}`).toString('base64url');
}

/** The page of a list that was asked for one item more than `limit`. */
export function pageOf<T extends { id: string }>(
  found: readonly T[],
  limit: number,
): { items: T[]; nextCursor: string | null } {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: found.length > limit && last ? encodeCursor(last.id) : null };
}

/** @throws InvalidCursorError */
export function decodeCursor(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString();
  const id = text.slice('after:'.length);
  // Encoded again it must be the same text: base64url reading skips what it does not know.
  if (!isDeliveryId(id) || encodeCursor(id) !== cursor) throw new InvalidCursorError();
  return id;
}
