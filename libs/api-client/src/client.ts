import type {
  PostAtsApplicationsApplicationIDResultLinksRequest,
  PostAtsCandidatesCandidateIDResultLinksRequest,
} from '@result-links/contracts';
import * as resultLinks from './result-links/result-links.js';
import type { CallOptions, ResultLinkAnswer } from './result-links/result-links.js';
import { parseApiUrl } from './transport/api-url.js';
import { Transport } from './transport/transport.js';

/** The API waits up to 300 s for an outcome; the rest is for the way there and back. */
const DEFAULT_TIMEOUT_MS = 310_000;

const DEFAULT_USER_AGENT = 'result-links-api-client';

/** Longest delay a timer of Node can have. */
const MAX_TIMEOUT_MS = 2_147_483_647;

/** What a header value may be made of, so that a line break in a key cannot become a header. */
const KEY_PATTERN = /^[\x21-\x7e]+$/;

/** How to reach the API. */
export interface ResultLinksClientOptions {
  /** Where it lives, with or without `/v1`: `https://links.example.com` */
  apiUrl: string;
  /** An API key of this product (not a Kombo key). */
  apiKey: string;
  /** Time for one call as a whole, in milliseconds; 310,000 when absent. */
  timeoutMs?: number;
  /** How to name itself to the API; `result-links-api-client` when absent. */
  userAgent?: string;
}

/**
 * Talks to the HTTP API of this product.
 *
 * Every method fails with
 * - `ResultLinksApiError` when the API answered with an error,
 * - `ResultLinksNoAnswerError` when no complete answer came (its `requestSent` tells whether the
 *   request may have arrived).
 * Nothing is repeated by itself. Neither this object nor any error shows the API key.
 */
export class ResultLinksClient {
  readonly #transport: Transport;

  /** @throws TypeError when an option cannot be used; the message never repeats a key. */
  constructor(options: ResultLinksClientOptions) {
    const { apiKey, timeoutMs = DEFAULT_TIMEOUT_MS, userAgent = DEFAULT_USER_AGENT } = options;
    if (!KEY_PATTERN.test(apiKey)) {
      throw new TypeError('apiKey must be visible ASCII characters without spaces');
    }
    if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > MAX_TIMEOUT_MS) {
      throw new TypeError(`timeoutMs must be a whole number from 1 to ${MAX_TIMEOUT_MS}`);
    }
    if (!/^[\x20-\x7e]+$/.test(userAgent)) {
      throw new TypeError('userAgent must be visible ASCII characters');
    }
    const baseUrl = parseApiUrl(options.apiUrl);
    this.#transport = new Transport({ baseUrl, apiKey, timeoutMs, userAgent });
  }

  /** Hands over a result link for a candidate and waits for what becomes of it. */
  addCandidateResultLink(
    request: PostAtsCandidatesCandidateIDResultLinksRequest,
    options?: CallOptions,
  ): Promise<ResultLinkAnswer> {
    return resultLinks.addCandidateResultLink(this.#transport, request, options);
  }

  /** Hands over a result link for an application and waits for what becomes of it. */
  addApplicationResultLink(
    request: PostAtsApplicationsApplicationIDResultLinksRequest,
    options?: CallOptions,
  ): Promise<ResultLinkAnswer> {
    return resultLinks.addApplicationResultLink(this.#transport, request, options);
  }
}
