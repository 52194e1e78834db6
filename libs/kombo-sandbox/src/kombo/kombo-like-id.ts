import { createHash } from 'node:crypto';

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/**
 * An id that looks like Kombo's (24 base58 characters, as in all examples of its documents) and is
 * always the same for the same name.
 */
export function komboLikeId(name: string): string {
  const bytes = createHash('sha256').update(name).digest().subarray(0, 24);
  return Array.from(bytes, (byte) => BASE58.charAt(byte % BASE58.length)).join('');
}
