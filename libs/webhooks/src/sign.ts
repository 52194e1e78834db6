import { Webhook } from 'standardwebhooks';

/** What is signed. */
export interface Signable {
  /** The same in every attempt, so that receivers can tell a repetition. */
  id: string;
  /** The exact text that is sent. */
  payload: string;
  /** Newest first; during a rotation there are two, and one signature with each. */
  secrets: readonly string[];
}

/** The headers of one attempt. */
export interface SignatureHeaders {
  'webhook-id': string;
  /** Seconds since 1970: when this attempt was signed. */
  'webhook-timestamp': string;
  /** `v1,<base64>`, separated by spaces when there are several. */
  'webhook-signature': string;
}

/**
 * Signs an attempt as the Standard Webhooks specification says (standardwebhooks.com, version 1):
 * HMAC-SHA256 over id, time and payload. The time is the attempt's, not the event's: receivers refuse
 * what was signed more than five minutes ago.
 */
export function sign({ id, payload, secrets }: Signable, now: Date): SignatureHeaders {
  const signatures = secrets.map((secret) => new Webhook(secret).sign(id, now, payload));
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': signatures.join(' '),
  };
}
