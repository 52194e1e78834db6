import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import { readRetryAfterSeconds } from '@result-links/kombo-client';
import axios, { isAxiosError } from 'axios';
import { guardedLookup, isRefusedAddress, RefusedAddressError } from './refused-addresses.js';
import { sign, type Signable } from './sign.js';

/** From the first byte out to the end of the answer's headers. The specification advises 15 to 30 s. */
const TIMEOUT_MS = 15_000;

/** Connections are not kept: events are rare, and a kept connection would outlive a change of DNS. */
const AGENTS = {
  httpAgent: new HttpAgent({ keepAlive: false }),
  httpsAgent: new HttpsAgent({ keepAlive: false }),
};

/** What a sender may be told. */
export interface WebhookSenderOptions {
  /** Also `http:` and private addresses, for trials on one's own machine. Default `false`. */
  allowPrivate?: boolean;
  /** Default 15,000 ms. */
  timeoutMs?: number;
  /** Resolves names; default the system's. The guard checks what it answers. For tests. */
  lookup?: LookupFunction;
}

/** What an attempt to send came to. */
export interface SendResult {
  /** Whether the receiver answered 2xx. */
  succeeded: boolean;
  /** `null`: there was no answer. */
  httpStatus: number | null;
  /** Why it did not succeed, in words for the owner of the endpoint; `null`: it did. */
  error: string | null;
  /** What `Retry-After` asked for; `null`: nothing. */
  retryAfterSeconds: number | null;
}

/** Sends one event to one address. Never rejects. */
export type WebhookSender = (
  url: string,
  message: Signable,
  signal?: AbortSignal,
) => Promise<SendResult>;

/**
 * A sender whose requests only ever reach public addresses (see `isRefusedAddress`), follow no redirect
 * (a 3xx is a failure: its target was never agreed on, and following could lead inside), use no proxy
 * of the environment, and read nothing of the answer but its status and `Retry-After`.
 */
export function createWebhookSender(options: WebhookSenderOptions = {}): WebhookSender {
  const { allowPrivate = false, timeoutMs = TIMEOUT_MS } = options;
  const lookup = guardedLookup(allowPrivate, options.lookup);
  return async (url, message, signal) => {
    if (!allowPrivate && !url.startsWith('https://')) {
      return failure('the address does not start with https://');
    }
    const deadline = AbortSignal.timeout(timeoutMs);
    try {
      if (isRefusedAddress(new URL(url).hostname, allowPrivate)) throw new RefusedAddressError();
      const { status, headers, data } = await axios.post<Readable>(url, message.payload, {
        ...AGENTS,
        lookup: lookup as never,
        headers: {
          ...sign(message, new Date()),
          'Content-Type': 'application/json',
          'User-Agent': 'result-links-webhooks',
          Accept: '*/*',
        },
        signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
        maxRedirects: 0,
        proxy: false,
        decompress: false,
        responseType: 'stream',
        validateStatus: null,
        transformRequest: (body: unknown) => body,
      });
      // The status is all that counts; what a receiver says besides is not waited for.
      data.on('error', () => undefined).destroy();
      return answered(status, headers['retry-after']);
    } catch (error) {
      return failure(deadline.aborted ? `no answer within ${timeoutMs} ms` : reasonOf(error));
    }
  };
}

function answered(status: number, retryAfter: unknown): SendResult {
  const succeeded = status >= 200 && status < 300;
  const isRedirect = status >= 300 && status < 400;
  const error = isRedirect
    ? `answered ${status}; redirects are not followed: register the address it leads to`
    : `answered ${status}`;
  return {
    succeeded,
    httpStatus: status,
    error: succeeded ? null : error,
    retryAfterSeconds: succeeded ? null : (readRetryAfterSeconds(retryAfter, Date.now) ?? null),
  };
}

function failure(error: string): SendResult {
  return { succeeded: false, httpStatus: null, error, retryAfterSeconds: null };
}

/** Names what went wrong without telling more of the inside than that. */
function reasonOf(error: unknown): string {
  const cause = isAxiosError(error) ? (error.cause ?? error) : error;
  if (cause instanceof RefusedAddressError) return cause.message;
  const { code } = error as { code?: string };
  return `no answer (${typeof code === 'string' ? code : 'the connection failed'})`;
}
