import http, { Agent, type IncomingHttpHeaders } from 'node:http';
import https from 'node:https';
import {
  Axios,
  AxiosHeaders,
  getAdapter,
  type AxiosRequestConfig,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
} from 'axios';
import { isLoopback, type AxiosSettings, type ResolvedOptions } from '../options.js';
import { keyRedactor } from '../redaction.js';
import { connectionError } from './connection-failure.js';
import { letIntercept, ownAdapter } from './interceptors.js';
import { openDeadline, type Deadline } from './deadline.js';
import {
  AnswerTooLargeError,
  hasProxyInEnvironment,
  isDirectlySendable,
  sendDirectly,
} from './direct-adapter.js';
import { observedTransport, type Observation } from './observed-transport.js';
import { readLimits, type ResponseLimits } from './response-limits.js';

/** One request, ready for the wire. */
export interface HttpRequest {
  method: string;
  /** Below the base URL, encoded, with a slash in front. */
  path: string;
  integrationId?: string;
  /** JSON text. */
  body?: string;
  timeoutMs: number;
  signal?: AbortSignal;
}

/** {@link AxiosSettings} with the defaults filled in. */
type ConnectionSettings = Omit<AxiosSettings, 'intercept'>;

/** A complete answer, whatever its status. */
export interface HttpAnswer {
  status: number;
  /** `undefined` when it was longer than allowed. */
  text: string | undefined;
  limits: ResponseLimits;
  durationMs: number;
}

/**
 * How long an idle connection is kept. Shorter than the 5 s after which a Node server hangs up: a
 * request that meets a connection just being closed has an unknown fate.
 */
const IDLE_SOCKET_MS = 4_000;

/** Speaks HTTP: one call, one request on the wire. Nothing is repeated, no redirect followed. */
export class HttpCaller {
  readonly #options: ResolvedOptions;
  readonly #httpAgent = new http.Agent({ keepAlive: true, timeout: IDLE_SOCKET_MS });
  readonly #httpsAgent = new https.Agent({ keepAlive: true, timeout: IDLE_SOCKET_MS });
  // Not `axios.create()`: global defaults of the host program have no business here.
  readonly #axios = new Axios({});
  readonly #connection: ConnectionSettings;
  readonly #isIntercepted: boolean;
  #isClosed = false;

  constructor(options: ResolvedOptions) {
    this.#options = options;
    const { intercept, ...settings } = options.axios;
    this.#connection = {
      httpAgent: this.#httpAgent,
      httpsAgent: this.#httpsAgent,
      ...(isLoopback(options.baseUrl) && { proxy: false }),
      ...settings,
    };
    this.#isIntercepted = intercept !== undefined;
    if (intercept !== undefined) {
      letIntercept(this.#axios, intercept);
    }
  }

  /** @throws KomboConnectionError when no complete answer came */
  async call(request: HttpRequest): Promise<HttpAnswer> {
    const startedAt = performance.now();
    const observation: Observation = { isObserved: true, phase: 'none' };
    const deadline = openDeadline(request.timeoutMs, request.signal);
    const elapsed = () => Math.round(performance.now() - startedAt);
    try {
      this.#refuseWhenOver(deadline);
      const headers = this.#headersFor(request);
      const config: AxiosRequestConfig = {
        method: request.method,
        url: this.#options.baseUrl + request.path,
        data: request.body,
        adapter: ownAdapter((final) => this.#send(final, headers, observation, deadline)),
      };
      if (this.#isIntercepted) {
        config.headers = headers; // else nobody sees them, and axios takes its time with them
      }
      const answered = this.#axios.request<string, AxiosResponse<string>>(config);
      const response = await (this.#isIntercepted ? inTime(answered, deadline) : answered);
      const text = typeof response.data === 'string' ? response.data : '';
      const seen = observation.answer?.headers ?? response.headers;
      return this.#answer(response.status, seen, text, elapsed());
    } catch (error) {
      const { answer } = observation;
      if (answer?.statusCode !== undefined && isTooLarge(error)) {
        return this.#answer(answer.statusCode, answer.headers, undefined, elapsed());
      }
      throw connectionError(error, observation, {
        ended: this.#isClosed ? 'aborted' : deadline.reason(),
        redact: keyRedactor(this.#options.apiKey),
        durationMs: elapsed(),
      });
    } finally {
      deadline.close();
    }
  }

  /** Ends the connections; calls under way fail, later ones are refused. */
  close(): void {
    this.#isClosed = true;
    this.#httpAgent.destroy();
    this.#httpsAgent.destroy();
  }

  #refuseWhenOver(deadline: Deadline): void {
    if (this.#isClosed || deadline.reason() !== undefined) {
      throw new Error(this.#isClosed ? 'the client is closed' : 'ended before the start');
    }
  }

  #headersFor({ body, integrationId }: HttpRequest): Record<string, string> {
    const headers: Record<string, string> = {
      Authorization: `Bearer ${this.#options.apiKey}`,
      Accept: 'application/json',
      'Accept-Encoding': 'identity',
      'User-Agent': this.#options.userAgent,
    };
    if (body !== undefined) {
      headers['Content-Type'] = 'application/json';
    }
    if (integrationId !== undefined) {
      headers['X-Integration-Id'] = integrationId;
    }
    return headers;
  }

  /** The adapter of every request: what axios calls when its interceptors are through. */
  async #send(
    config: InternalAxiosRequestConfig,
    headers: Record<string, string>,
    observation: Observation,
    deadline: Deadline,
  ): Promise<AxiosResponse<string>> {
    this.#refuseWhenOver(deadline); // interceptors may have taken long
    const agent = config.url?.startsWith('https:')
      ? this.#connection.httpsAgent
      : this.#connection.httpAgent;
    if (isDirectlySendable(config) && this.#isConnectionPlain(agent)) {
      const { maxResponseBytes } = this.#options;
      return sendDirectly(config, {
        headers: this.#isIntercepted ? (config.headers.toJSON() as typeof headers) : headers,
        agent,
        maxResponseBytes,
        observation,
        onEnd: deadline.onEnd,
        areHeadersWanted: this.#isIntercepted,
      });
    }
    const { adapter = 'http', ...connection } = this.#connection;
    observation.isObserved = false; // until our transport has the request, if it gets it
    const full: InternalAxiosRequestConfig = {
      ...connection,
      ...config,
      headers: this.#isIntercepted ? config.headers : AxiosHeaders.from(headers),
      // A redirect would carry the bearer token to another address.
      maxRedirects: 0,
      maxContentLength: this.#options.maxResponseBytes,
      // Text as it came: axios' own parsing throws on some bodies and guesses on others.
      responseType: 'text',
      decompress: false,
      validateStatus: () => true,
      // Over HTTP/2 axios does not use the transport below, and a cut connection goes unnoticed.
      httpVersion: 1,
      signal: anyOf(deadline.signal(), config.signal),
      transport: observedTransport(observation),
    };
    return getAdapter(adapter, full)(full);
  }

  /** Whether there is nothing about the connection that takes axios' own adapter: no proxy, no own look-up. */
  #isConnectionPlain(agent: unknown): agent is Agent {
    const { adapter, proxy, lookup, family, socketPath } = this.#connection;
    const isPlain =
      adapter === undefined &&
      !proxy &&
      lookup === undefined &&
      family === undefined &&
      socketPath === undefined;
    return isPlain && takesNoProxy(agent) && (proxy === false || !hasProxyInEnvironment());
  }

  #answer(
    status: number,
    headers: unknown,
    text: string | undefined,
    durationMs: number,
  ): HttpAnswer {
    // Node's are in lower case; those of an adapter of the user may be in any.
    const named =
      headers instanceof AxiosHeaders
        ? (name: string) => headers.get(name)
        : (name: string) => (headers as IncomingHttpHeaders)[name];
    const limits = readLimits(named, this.#options.now);
    return { status, text, limits, durationMs };
  }
}

/** Ends the wait for interceptors too, which know nothing of the time limit. */
function inTime<T>(answered: Promise<T>, deadline: Deadline): Promise<T> {
  return new Promise((resolve, reject) => {
    const signal = deadline.signal();
    signal.addEventListener('abort', () => reject(new Error('the call was ended')), { once: true });
    answered.then(resolve, reject);
  });
}

/** The client's own signal, and that of an interceptor if there is one. */
function anyOf(signal: AbortSignal, other: unknown): AbortSignal {
  return other instanceof AbortSignal ? AbortSignal.any([signal, other]) : signal;
}

/** Whether it is an agent of Node's that was not told to take proxies from the environment itself. */
function takesNoProxy(agent: unknown): boolean {
  const options = (agent as { options?: { proxyEnv?: unknown } } | undefined)?.options;
  return agent instanceof Agent && !options?.proxyEnv;
}

/** axios has no code of its own for this, and drops the answer; its version is pinned. */
function isTooLarge(error: unknown): boolean {
  return (
    error instanceof AnswerTooLargeError ||
    (error instanceof Error && error.message.startsWith('maxContentLength size of '))
  );
}
