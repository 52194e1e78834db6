import { Agent } from 'node:http';
import { isLoopback } from '../base-url.js';
import type { AxiosSettings, ResolvedOptions } from '../options.js';
import { keyRedactor } from '../redaction.js';
import type { AxiosTransport } from './axios-transport.js';
import { connectionError } from './connection-failure.js';
import { openDeadline, type Deadline } from './deadline.js';
import { hasProxyInEnvironment, sendDirectly } from './direct-transport.js';
import type { Observation } from './observed-transport.js';
import { OwnAgents } from './own-agents.js';
import { readLimits, type ResponseLimits } from './response-limits.js';
import {
  AnswerTooLargeError,
  type CallUnderWay,
  type WireAnswer,
  type WireRequest,
} from './transport.js';

/** One request, ready for the wire. */
export interface HttpRequest {
  method: string;
  /** Below the base URL, encoded, with a slash in front. */
  path: string;
  integrationId?: string;
  /** JSON text. */
  body?: string;
  timeoutMs: number;
  /** Time limit until the request goes onto the wire. */
  connectTimeoutMs?: number;
  onSent?: () => void;
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
 * Speaks HTTP: one call, one request on the wire. Nothing is repeated, no redirect followed.
 *
 * A request goes over `node:http` at once where that comes to the same as axios; else through axios,
 * which is loaded for the first that does.
 */
export class HttpCaller {
  readonly #options: ResolvedOptions;
  readonly #agents = new OwnAgents();
  readonly #connection: ConnectionSettings;
  readonly #headers: Readonly<Record<string, string>>;
  #axios: Promise<Pick<AxiosTransport, 'send'>> | undefined;
  #isClosed = false;

  constructor(options: ResolvedOptions) {
    this.#options = options;
    const { intercept, ...settings } = options.axios;
    const agents = this.#agents;
    this.#connection = {
      httpAgent: agents.http,
      get httpsAgent() {
        return agents.https;
      },
      ...(isLoopback(options.baseUrl) && { proxy: false }),
      ...settings,
    };
    this.#headers = {
      Authorization: `Bearer ${options.apiKey}`,
      Accept: 'application/json',
      'Accept-Encoding': 'identity',
      'User-Agent': options.userAgent,
    };
    if (intercept !== undefined || this.#directAgentFor(options.baseUrl) === undefined) {
      void this.#loadAxios(); // ahead of the first call
    }
  }

  /** @throws KomboConnectionError when no complete answer came */
  async call(request: HttpRequest): Promise<HttpAnswer> {
    const url = this.#options.baseUrl + request.path;
    const agent = this.#options.axios.intercept ? undefined : this.#directAgentFor(url);
    if (agent === undefined) {
      // Before the clock starts: loading code, once, is not what a time limit is for.
      const axios = await this.#loadAxios();
      return this.#timed(url, request, (wire, call) => axios.send(wire, call));
    }
    const settings = { agent, maxResponseBytes: this.#options.maxResponseBytes };
    return this.#timed(url, request, async (wire, call) => {
      const { head, text } = await sendDirectly(wire, settings, call);
      return { status: head.statusCode ?? 0, text, header: (name) => head.headers[name] };
    });
  }

  /** Ends the connections; calls under way fail, later ones are refused. */
  close(): void {
    this.#isClosed = true;
    this.#agents.destroy();
  }

  /** Loads axios and lets the user add interceptors, once. What goes wrong there fails every call. */
  #loadAxios(): Promise<Pick<AxiosTransport, 'send'>> {
    this.#axios ??= this.#startAxios().catch((error: unknown) => ({
      send: () => Promise.reject(error),
    }));
    return this.#axios;
  }

  async #startAxios(): Promise<AxiosTransport> {
    const { AxiosTransport } = await import('./axios-transport.js');
    const { axios, maxResponseBytes } = this.#options;
    return new AxiosTransport({
      intercept: axios.intercept,
      connection: this.#connection,
      maxResponseBytes,
      directAgentFor: (url) => this.#directAgentFor(url),
    });
  }

  async #timed(
    url: string,
    request: HttpRequest,
    send: (wire: WireRequest, call: CallUnderWay) => Promise<WireAnswer>,
  ): Promise<HttpAnswer> {
    const elapsed = stopwatch();
    const { onSent, connectTimeoutMs, timeoutMs, signal } = request;
    const deadline = openDeadline(timeoutMs, signal);
    const observation: Observation = {
      ...{ isObserved: true, phase: 'none' },
      onOpen: () => {
        clearTimeout(connecting);
        onSent?.();
      },
    };
    const connecting =
      connectTimeoutMs &&
      setTimeout(() => observation.isObserved && deadline.expire(), connectTimeoutMs);
    const assertGoesOn = () => this.#assertGoesOn(deadline);
    try {
      assertGoesOn();
      const { method, body } = request;
      const wire = { method, url, headers: this.#headersFor(request), body };
      const { status, text, header } = await send(wire, { observation, deadline, assertGoesOn });
      return this.#answer(status, header, text, elapsed());
    } catch (error) {
      const { answer } = observation;
      if (answer?.statusCode !== undefined && isTooLarge(error)) {
        const header = (name: string) => answer.headers[name];
        return this.#answer(answer.statusCode, header, undefined, elapsed());
      }
      throw connectionError(error, observation, {
        ended: this.#isClosed ? 'aborted' : deadline.reason(),
        redact: keyRedactor(this.#options.apiKey),
        durationMs: elapsed(),
      });
    } finally {
      clearTimeout(connecting);
      deadline.close();
    }
  }

  #assertGoesOn(deadline: Deadline): void {
    if (this.#isClosed || deadline.reason() !== undefined) {
      throw new Error(this.#isClosed ? 'the client is closed' : 'ended before the start');
    }
  }

  #headersFor({ body, integrationId }: HttpRequest): Record<string, string> {
    const headers: Record<string, string> = { ...this.#headers };
    if (body !== undefined) {
      headers['Content-Type'] = 'application/json';
    }
    if (integrationId !== undefined) {
      headers['X-Integration-Id'] = integrationId;
    }
    return headers;
  }

  /**
   * The agent for a direct request: defined where nothing about the connection takes axios' own
   * adapter, such as a proxy or an own look-up.
   */
  #directAgentFor(url: string | undefined): Agent | undefined {
    const { adapter, proxy, lookup, family, socketPath } = this.#connection;
    const isPlain =
      adapter === undefined &&
      !proxy &&
      lookup === undefined &&
      family === undefined &&
      socketPath === undefined;
    const agent: unknown = this.#connection[url?.startsWith('https:') ? 'httpsAgent' : 'httpAgent'];
    const isDirect =
      isPlain && takesNoProxy(agent) && (proxy === false || !hasProxyInEnvironment());
    return isDirect ? agent : undefined;
  }

  #answer(
    status: number,
    header: (name: string) => unknown,
    text: string | undefined,
    durationMs: number,
  ): HttpAnswer {
    return { status, text, limits: readLimits(header, this.#options.now), durationMs };
  }
}

/**
 * Starts a clock that tells the whole milliseconds since then. Not by `performance`: a first look at it
 * loads `node:perf_hooks` and what is behind it, half a millisecond of a program that makes one call.
 */
function stopwatch(): () => number {
  const startedAt = process.hrtime.bigint();
  return () => Math.round(Number(process.hrtime.bigint() - startedAt) / 1e6);
}

/** Whether it is an agent of Node's that was not told to take proxies from the environment itself. */
function takesNoProxy(agent: unknown): agent is Agent {
  return (
    agent instanceof Agent && !(agent as { options?: { proxyEnv?: unknown } }).options?.proxyEnv
  );
}

/** axios has no code of its own for this, and drops the answer; its version is pinned. */
function isTooLarge(error: unknown): boolean {
  return (
    error instanceof AnswerTooLargeError ||
    (error instanceof Error && error.message.startsWith('maxContentLength size of '))
  );
}
