import { createHmac } from 'node:crypto';
import type { Delivery } from '@result-links/delivery';
import { open, seal, type EncryptionKey } from './sealed.js';

/** A secret is to be kept, but there is no key to seal it with. */
export class EncryptionKeyMissingError extends Error {
  readonly code = 'encryption_key_missing';
  constructor(message: string) {
    super(message);
    this.name = 'EncryptionKeyMissingError';
  }
}

/** In front of a content hash that is keyed; a plain one is 64 hex digits. */
const KEYED = 'k:';

/**
 * Seals what must not lie about in the database, and opens it again. Without keys bodies are kept as they
 * are and secrets are refused.
 */
export class Vault {
  readonly #keys: ReadonlyMap<string, EncryptionKey>;
  readonly #current: EncryptionKey | undefined;
  #contentKey: string | undefined;

  /** @param keys the first one seals, all of them open */
  constructor(keys: readonly EncryptionKey[] = []) {
    this.#keys = new Map(keys.map((key) => [key.id, key]));
    this.#current = keys[0];
  }

  /** Id of the key that seals; `null`: there is none, nothing is sealed. */
  get keyId(): string | null {
    return this.#current?.id ?? null;
  }

  /** Whether a value sealed with this key could be opened. */
  hasKey(keyId: string): boolean {
    return this.#keys.has(keyId);
  }

  /** @throws EncryptionKeyMissingError */
  seal(place: string, text: string): string {
    if (this.#current === undefined) {
      throw new EncryptionKeyMissingError(
        'A secret is only kept encrypted: set RESULT_LINKS_ENCRYPTION_KEY (openssl rand -base64 32 makes one)',
      );
    }
    return seal(this.#current, place, text);
  }

  /** @throws UnopenableError */
  open(place: string, sealed: string): string {
    return open(this.#keys, place, sealed);
  }

  /**
   * A body as the JSON of its column: sealed, a JSON string; plain, an object. So one column holds both,
   * and switching encryption on asks for nothing to be rewritten first.
   */
  bodyToColumn(deliveryId: string, body: Delivery['body']): string {
    const json = JSON.stringify(body);
    return this.#current === undefined || body === null
      ? json
      : JSON.stringify(this.seal(placeOfBody(deliveryId), json));
  }

  /** What {@link bodyToColumn} has made, parsed. @throws UnopenableError */
  bodyFromColumn(deliveryId: string, column: unknown): Delivery['body'] {
    return typeof column === 'string'
      ? JSON.parse(this.open(placeOfBody(deliveryId), column))
      : (column as Delivery['body']);
  }

  /** Hands over the key of content hashes, see `sealing-keys.ts`; it outlives the encryption keys. */
  useContentKey(key: string): void {
    this.#contentKey = key;
  }

  /**
   * A content hash as it is kept. A plain SHA-256 of a result link can be guessed (a name, a score from 0
   * to 100), so with encryption on it is keyed. Keying the hash instead of the content lets rows of before
   * be keyed later, even when their body is gone.
   */
  contentHashToColumn(contentHash: string): string {
    if (this.#contentKey === undefined || contentHash.startsWith(KEYED)) return contentHash;
    const keyed = createHmac('sha256', this.#contentKey).update(contentHash).digest('hex');
    return `${KEYED}${keyed}`;
  }

  /** All that may be in the column for this content: rows of before encryption have the plain hash. */
  contentHashesInColumn(contentHash: string): string[] {
    return [...new Set([this.contentHashToColumn(contentHash), contentHash])];
  }
}

/** Where a body is kept, for sealing. */
export function placeOfBody(deliveryId: string): string {
  return `deliveries.body ${deliveryId}`;
}
