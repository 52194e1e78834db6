import type { AxiosRequestConfig } from 'axios';
import { KOMBO_REGIONS, parseBaseUrl, type KomboRegion } from './base-url.js';
import type { AxiosInterceptors } from './http/interceptors.js';

/**
 * The settings of axios you may choose: how a connection is made, and interceptors. All else
 * (redirects, parsing, validation of the status) is what this client is for.
 */
export interface AxiosSettings extends Pick<
  AxiosRequestConfig,
  'adapter' | 'httpAgent' | 'httpsAgent' | 'proxy' | 'lookup' | 'family' | 'socketPath'
> {
  /**
   * Called once, before the first call, to add interceptors to the client's own axios. They see each
   * request with its bearer token and each answer with its body as text, whatever its status. What
   * one throws before the request was begun counts as not sent; if this function itself throws, each
   * call fails with that, unsent. They cannot replace the adapter, and should not repeat
   * requests: only you can know whether a second write is acceptable.
   */
  intercept?: (interceptors: AxiosInterceptors) => void;
}

export interface KomboClientOptions {
  /** Kombo API key of one environment. Sent as bearer token; never shown in errors. */
  apiKey: string;
  /** Default: `eu`. */
  region?: KomboRegion;
  /** Overrides the region: a sandbox or a gateway, see {@link parseBaseUrl}. Includes `/v1`; a slash at the end does not matter. */
  baseUrl?: string;
  /** Time limit of a write, from start to the last byte of the answer. Default: 300 000 (Kombo's official SDKs: 300 s). */
  writeTimeoutMs?: number;
  /** Time limit of a look-up, likewise. Default: 30 000. */
  readTimeoutMs?: number;
  /** Longest answer that is read. Default: 4 MiB, far above any answer known; it bounds memory. */
  maxResponseBytes?: number;
  /** Default: `result-links-kombo-client`. */
  userAgent?: string;
  /**
   * How connections are made: own agents (you close them), proxy, adapter. axios is loaded only when
   * something here or in the environment takes more than `node:http` and an agent. Default: keep-alive
   * agents of the client; proxies from the environment as in axios (`HTTPS_PROXY`, `NO_PROXY`, …),
   * but never for a base URL on this machine. With an own `adapter` the client cannot watch the
   * connection: what is not plainly a failure to connect then counts as perhaps sent.
   */
  axios?: AxiosSettings;
  /** Present time in milliseconds since 1970, for `Retry-After` dates. Default: `Date.now`. */
  now?: () => number;
}

/** The options with all defaults filled in. */
export type ResolvedOptions = Required<Omit<KomboClientOptions, 'region'>>;

/** Longest time a timer can take; with more, Node's fires at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** @throws TypeError that names the option; never with its value, which may be a secret */
export function resolveOptions(options: KomboClientOptions): ResolvedOptions {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError('options must be an object with at least apiKey');
  }
  const { region = 'eu', baseUrl, userAgent = 'result-links-kombo-client' } = options;
  if (typeof options.apiKey !== 'string' || !/^[\x21-\x7e]+$/.test(options.apiKey)) {
    throw new TypeError('apiKey must be a non-empty string of visible ASCII without spaces');
  }
  if (!Object.hasOwn(KOMBO_REGIONS, region)) {
    throw new TypeError(`region must be one of: ${Object.keys(KOMBO_REGIONS).join(', ')}`);
  }
  if (typeof userAgent !== 'string' || !/^[\x20-\x7e]+$/.test(userAgent)) {
    throw new TypeError('userAgent must be a non-empty string of visible ASCII');
  }
  if (
    options.axios !== undefined &&
    (typeof options.axios !== 'object' || options.axios === null)
  ) {
    throw new TypeError('axios must be an object');
  }
  if (options.axios?.intercept !== undefined && typeof options.axios.intercept !== 'function') {
    throw new TypeError('axios.intercept must be a function');
  }
  if (options.now !== undefined && typeof options.now !== 'function') {
    throw new TypeError('now must be a function');
  }
  return {
    apiKey: options.apiKey,
    baseUrl:
      baseUrl === undefined ? KOMBO_REGIONS[region] : parseBaseUrl(baseUrl, { allowHttp: true }),
    writeTimeoutMs: readTimeout('writeTimeoutMs', options.writeTimeoutMs ?? 300_000),
    readTimeoutMs: readTimeout('readTimeoutMs', options.readTimeoutMs ?? 30_000),
    maxResponseBytes: readPositive('maxResponseBytes', options.maxResponseBytes ?? 4 * 1024 * 1024),
    userAgent,
    axios: options.axios ?? {},
    now: options.now ?? Date.now,
  };
}

/** @throws TypeError that names the option */
export function readTimeout(name: string, value: unknown): number {
  return readPositive(name, value, MAX_TIMEOUT_MS);
}

function readPositive(name: string, value: unknown, max = Number.MAX_SAFE_INTEGER): number {
  if (!Number.isInteger(value) || (value as number) < 1 || (value as number) > max) {
    throw new TypeError(`${name} must be a whole number from 1 to ${max}`);
  }
  return value as number;
}
