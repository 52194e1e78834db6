import { invalidRequest } from '../http/api-error.js';

/** How the caller wants a result link to be taken. */
export interface DeliveryPreferences {
  /** The caller's `Idempotency-Key`; `null`: none. */
  idempotencyKey: string | null;
  /** How long to wait for the outcome, in milliseconds; 0: answer at once. */
  waitMs: number;
  /** For the `Preference-Applied` header; `null`: none was asked for. */
  applied: string | null;
}

/** The longest wait, and the default: as long as Kombo itself may take (official SDKs' time-out). */
export const LONGEST_WAIT_SECONDS = 300;

const KEY_LENGTH = 255;

/**
 * Reads `Prefer` (RFC 7240: `respond-async`, `wait=<seconds>`) and `Idempotency-Key` (IETF draft:
 * quoted or not). Preferences that are not known are ignored, as the RFC wants it.
 *
 * @throws ApiError 400 for a key that is empty, too long or has control characters
 */
export function readPreferences(
  headers: Record<string, string | string[] | undefined>,
): DeliveryPreferences {
  const idempotencyKey = readIdempotencyKey(headers['idempotency-key']);
  const preferences = [headers['prefer'] ?? []]
    .flat()
    .flatMap((header) => header.split(','))
    .map((preference) => preference.replace(/;.*/, '').trim().toLowerCase());
  if (preferences.includes('respond-async')) {
    return { idempotencyKey, waitMs: 0, applied: 'respond-async' };
  }
  const waits = preferences.flatMap(
    (preference) => /^wait ?= ?"?(\d{1,9})"?$/.exec(preference)?.[1] ?? [],
  );
  if (waits[0] === undefined) {
    return { idempotencyKey, waitMs: LONGEST_WAIT_SECONDS * 1000, applied: null };
  }
  const seconds = Math.min(Number(waits[0]), LONGEST_WAIT_SECONDS);
  return { idempotencyKey, waitMs: seconds * 1000, applied: `wait=${seconds}` };
}

function readIdempotencyKey(header: string | string[] | undefined): string | null {
  if (header === undefined) {
    return null;
  }
  const text = String(header).trim();
  const key = /^"(.*)"$/.exec(text)?.[1] ?? text;
  if (key === '' || key.length > KEY_LENGTH || !/^[\x20-\x7e]+$/.test(key)) {
    throw invalidRequest([
      {
        path: 'Idempotency-Key',
        code: 'idempotencyKey',
        message: `the header Idempotency-Key must be 1 to ${KEY_LENGTH} printable ASCII characters, e.g. a UUID`,
      },
    ]);
  }
  return key;
}
