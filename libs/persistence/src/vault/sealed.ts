import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/** One of the keys that values at rest are sealed with. */
export interface EncryptionKey {
  /** Kept with every sealed value: letters, digits, `-`, `_` and `.`. Not secret. */
  id: string;
  /** 32 random bytes. */
  secret: Buffer;
}

/** A value cannot be opened: it was changed, moved from another place, or sealed with another key. */
export class UnopenableError extends Error {
  readonly code = 'unopenable';
  /** @param isDamaged the key is at hand, so no other process could open it either */
  constructor(
    message: string,
    readonly isDamaged: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'UnopenableError';
  }
}

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SEALED = /^sealed:([\w.-]{1,64}):([\w-]+)$/;

/**
 * Encrypts a text for one place: `sealed:<key id>:<nonce, ciphertext and tag in base64url>`. The place
 * (table, column and id of the row) is authenticated with it, so a value that somebody moves to another
 * row does not open there.
 *
 * Every place has an AES key of its own, derived from the encryption key: random nonces then never come
 * near the 2³² messages that one AES-GCM key is good for, however many deliveries there are.
 */
export function seal({ id, secret }: EncryptionKey, place: string, text: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keyOfPlace(secret, place), nonce);
  cipher.setAAD(Buffer.from(`${id} ${place}`));
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final()]);
  return `sealed:${id}:${Buffer.concat([sealed, cipher.getAuthTag()]).toString('base64url')}`;
}

/**
 * Decrypts what {@link seal} has made.
 *
 * @throws UnopenableError that names the place and the key id, never a value
 */
export function open(keys: ReadonlyMap<string, EncryptionKey>, place: string, sealed: string) {
  const [, id = '', encoded = ''] = SEALED.exec(sealed) ?? [];
  const key = keys.get(id);
  if (key === undefined) {
    throw new UnopenableError(
      id === ''
        ? `${place} holds no sealed value`
        : `${place} is sealed with the key "${id}", which RESULT_LINKS_ENCRYPTION_KEY does not have`,
      id === '',
    );
  }
  const bytes = Buffer.from(encoded, 'base64url');
  try {
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv(CIPHER, keyOfPlace(key.secret, place), nonce);
    decipher.setAAD(Buffer.from(`${id} ${place}`));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch (error) {
    throw new UnopenableError(
      `${place} cannot be opened with the key "${id}": it was changed, or sealed with another key of that name`,
      true,
      { cause: error },
    );
  }
}

/** HMAC as a key derivation function (NIST SP 800-108r1): one block is one AES-256 key. */
function keyOfPlace(secret: Buffer, place: string): Buffer {
  return createHmac('sha256', secret).update(`result-links seal ${place}`).digest();
}
