import { parseApiUrl } from './api-url.js';
import { Transport } from './transport.js';

/** The API waits up to 300 s for an outcome; the rest is for the way there and back. */
const DEFAULT_TIMEOUT_MS = 310_000;

const DEFAULT_USER_AGENT = 'result-links-api-client';

/** Longest delay a timer of Node can have. */
const MAX_TIMEOUT_MS = 2_147_483_647;

/** What a header value may be made of, so that a line break in a key cannot become a header. */
const KEY_PATTERN = /^[\x21-\x7e]+$/;

/** What every client of the API is told. */
export interface ConnectionOptions {
  /** Where it lives, with or without `/v1`: `https://links.example.com` */
  apiUrl: string;
  /** Time for one call as a whole, in milliseconds; 310,000 when absent. */
  timeoutMs?: number;
  /** How to name itself to the API; `result-links-api-client` when absent. */
  userAgent?: string;
}

/**
 * Checks the options and makes the transport of them.
 *
 * @param keyName what the caller calls the key, for the message
 * @throws TypeError when an option cannot be used; the message never repeats a key.
 */
export function openTransport(
  options: ConnectionOptions,
  keyName: string,
  apiKey: string,
): Transport {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, userAgent = DEFAULT_USER_AGENT } = options;
  if (!KEY_PATTERN.test(apiKey)) {
    throw new TypeError(`${keyName} must be visible ASCII characters without spaces`);
  }
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > MAX_TIMEOUT_MS) {
    throw new TypeError(`timeoutMs must be a whole number from 1 to ${MAX_TIMEOUT_MS}`);
  }
  if (!/^[\x20-\x7e]+$/.test(userAgent)) {
    throw new TypeError('userAgent must be visible ASCII characters');
  }
  return new Transport({ baseUrl: parseApiUrl(options.apiUrl), apiKey, timeoutMs, userAgent });
}
