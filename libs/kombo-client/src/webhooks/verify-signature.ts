import { createHmac, timingSafeEqual } from 'node:crypto';

/** Name of the header that carries the signature; Node has header names in lower case. */
export const WEBHOOK_SIGNATURE_HEADER = 'x-kombo-signature';

/**
 * Whether a webhook is Kombo's: HMAC-SHA256 of the body with the webhook secret of the environment,
 * in base64url without padding. Compared in constant time.
 *
 * Never throws: what is no body, no signature or no secret is not verified. An empty secret verifies
 * nothing, for anybody could sign with it. No time is signed: an old webhook stays valid, so treat
 * one that comes twice (by its `id`) as one.
 *
 * Source: docs.kombo.dev/webhooks, 2026-05.
 *
 * @param rawBody the body byte for byte; parsed and written again it is another text
 * @param header the value of `X-Kombo-Signature`
 * @param secret the webhook secret, from the Kombo dashboard
 */
export function verifyWebhookSignature(
  rawBody: string | Uint8Array,
  header: string | readonly string[] | null | undefined,
  secret: string,
): boolean {
  const isBody = typeof rawBody === 'string' || rawBody instanceof Uint8Array;
  if (!isBody || typeof header !== 'string' || typeof secret !== 'string' || secret === '') {
    return false;
  }
  const expected = Buffer.from(
    createHmac('sha256', secret).update(rawBody).digest('base64url'),
    'latin1',
  );
  const given = Buffer.from(header, 'utf8');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
