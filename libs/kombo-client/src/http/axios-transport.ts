/**
 * All that needs axios. Loaded when it is first needed, for axios takes longer to load than all the
 * rest of this client; type imports aside, no other file may import axios.
 */
import type http from 'node:http';
import {
  Axios,
  AxiosHeaders,
  getAdapter,
  type AxiosRequestConfig,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
} from 'axios';
import type { AxiosSettings } from '../options.js';
import type { Deadline } from './deadline.js';
import { sendDirectly } from './direct-transport.js';
import { letIntercept, ownAdapter } from './interceptors.js';
import { observedTransport } from './observed-transport.js';
import type { CallUnderWay, WireAnswer, WireRequest } from './transport.js';

/** What {@link AxiosTransport} is made with. */
export interface AxiosTransportOptions {
  intercept: AxiosSettings['intercept'];
  /** The user's settings over the defaults. */
  connection: Omit<AxiosSettings, 'intercept'>;
  maxResponseBytes: number;
  /**
   * The agent with which `node:http` alone can send to a URL as axios would; undefined when it takes
   * axios' own adapter.
   */
  directAgentFor: (url: string | undefined) => http.Agent | undefined;
}

/**
 * All that a direct request understands. A configuration with anything else (an interceptor may have
 * put it there) is one for axios' own adapter.
 */
const UNDERSTOOD = new Set(['adapter', 'allowAbsoluteUrls', 'data', 'headers', 'method', 'url']);

/** Sends as the user set axios up: with interceptors, a proxy, an own adapter or look-up. */
export class AxiosTransport {
  // Not `axios.create()`: global defaults of the host program have no business here.
  readonly #axios = new Axios({});
  readonly #options: AxiosTransportOptions;

  constructor(options: AxiosTransportOptions) {
    this.#options = options;
    if (options.intercept !== undefined) {
      letIntercept(this.#axios, options.intercept);
    }
  }

  async send({ body, ...wire }: WireRequest, call: CallUnderWay): Promise<WireAnswer> {
    const answered = this.#axios.request<string, AxiosResponse<string>>({
      ...wire,
      data: body,
      adapter: ownAdapter((config) => this.#adapt(config, call)),
    } satisfies AxiosRequestConfig);
    const { status, headers, data } = await inTime(answered, call.deadline);
    const seen = call.observation.answer?.headers;
    // Node's are in lower case; those of an adapter of the user may be in any.
    const named = seen ?? AxiosHeaders.from(headers as AxiosHeaders);
    const header = (name: string) =>
      named instanceof AxiosHeaders ? named.get(name) : named[name];
    // What an interceptor made of an answer may be anything.
    return { status, header, text: typeof data === 'string' ? data : '' };
  }

  /** The adapter of every request: what axios calls when its interceptors are through. */
  async #adapt(
    config: InternalAxiosRequestConfig,
    call: CallUnderWay,
  ): Promise<AxiosResponse<string>> {
    call.assertGoesOn(); // interceptors may have taken long
    const agent = this.#options.directAgentFor(config.url);
    return agent !== undefined && isDirectlySendable(config)
      ? this.#sendDirectly(config, agent, call)
      : this.#sendByAxios(config, call);
  }

  async #sendDirectly(
    config: InternalAxiosRequestConfig<string | undefined>,
    agent: http.Agent,
    call: CallUnderWay,
  ): Promise<AxiosResponse<string>> {
    const { maxResponseBytes } = this.#options;
    const { method = 'get', url = '', data: body } = config;
    const headers = config.headers.toJSON() as Record<string, string>;
    const wire = { method: method.toUpperCase(), url, headers, body };
    const { head, text, request } = await sendDirectly(wire, { agent, maxResponseBytes }, call);
    const { statusCode: status = 0, statusMessage: statusText = '' } = head;
    const seen = new AxiosHeaders(head.headers as Record<string, string>);
    return { status, statusText, headers: seen, data: text, config, request };
  }

  #sendByAxios(
    config: InternalAxiosRequestConfig,
    { deadline, observation }: CallUnderWay,
  ): Promise<AxiosResponse<string>> {
    const { adapter = 'http', ...connection } = this.#options.connection;
    observation.isObserved = false; // until our transport has the request, if it gets it
    const full: InternalAxiosRequestConfig = {
      ...connection,
      ...config,
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
}

/** Whether {@link sendDirectly} can take this request, with the same result as axios' own adapter. */
function isDirectlySendable(
  config: InternalAxiosRequestConfig,
): config is InternalAxiosRequestConfig<string | undefined> {
  const { data, url } = config;
  for (const key in config) {
    if (!UNDERSTOOD.has(key) && config[key as keyof typeof config] !== undefined) {
      return false;
    }
  }
  return (data === undefined || typeof data === 'string') && /^https?:\/\/[^@]+$/.test(url ?? '');
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
