import { invalidRequest } from '../http/api-error.js';
import { readPrefer } from '../http/prefer-header.js';

/** How the caller wants a result link to be taken. */
export interface DeliveryPreferences {
  /** The caller's `Idempotency-Key`; `null`: none. */
  idempotencyKey: string | null;
  /** How long to wait for the outcome, in milliseconds; 0: answer at once. */
  waitMs: number;
  /** Whether the caller prefers 202 to Kombo's error about a parked integration (`respond-async`). */
  isAsync: boolean;
  /** For the `Preference-Applied` header; `null`: none was asked for. */
  applied: string | null;
}

/** The longest wait, and the default: as long as Kombo itself may take (official SDKs' time-out). */
export const LONGEST_WAIT_SECONDS = 300;

const KEY_LENGTH = 255;

/**
 * Reads `Prefer` (RFC 7240) and `Idempotency-Key` (IETF draft: quoted or not).
 *
 * `wait=N` waits for the outcome up to N seconds, with `respond-async` or without; `respond-async` alone
 * answers at once. Unknown preferences and unreadable values are ignored, as the RFC asks.
 *
 * @throws ApiError 400 for a key that is empty, too long or has control characters
 */
export function readPreferences(
  headers: Record<string, string | string[] | undefined>,
): DeliveryPreferences {
  const idempotencyKey = readIdempotencyKey(headers['idempotency-key']);
  const preferences = readPrefer(headers['prefer']);
  const isAsync = preferences.has('respond-async');
  const wait = /^\d+$/.exec(preferences.get('wait') ?? '')?.[0];
  const waitSeconds = wait === undefined ? null : Math.min(Number(wait), LONGEST_WAIT_SECONDS);
  const applied = [
    ...(isAsync ? ['respond-async'] : []),
    ...(waitSeconds === null ? [] : [`wait=${waitSeconds}`]),
  ];
  return {
    idempotencyKey,
    isAsync,
    waitMs: (waitSeconds ?? (isAsync ? 0 : LONGEST_WAIT_SECONDS)) * 1000,
    applied: applied.length === 0 ? null : applied.join(', '),
  };
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
