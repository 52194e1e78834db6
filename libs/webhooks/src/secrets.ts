import { randomBytes } from 'node:crypto';

/** Prefix of a symmetric secret in the Standard Webhooks specification. */
const PREFIX = 'whsec_';

/** As long as the key of HMAC-SHA256; the specification asks for 24 to 64 bytes. */
const SECRET_BYTES = 32;

/**
 * How long the secret before a rotation signs as well, in milliseconds: a day to bring the new one to
 * every receiver.
 */
export const PREVIOUS_SECRET_KEPT_MS = 86_400_000;

/** A new signing secret: `whsec_` and 32 random bytes in base64. */
export function newSecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString('base64');
}
