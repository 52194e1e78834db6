import type { Readable } from 'node:stream';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { ResultLinksApiError, ResultLinksNoAnswerError } from '../errors.js';
import { toApiError, type TransportAnswer } from './answers.js';
import { isLoopback } from './api-url.js';
import { watchedTransport, type RequestWatch } from './watched-transport.js';

/**
 * The largest answer of this API is a page of 200 deliveries with messages of an ATS in them; a larger
 * one comes from something else and must not fill the memory.
 */
const MAX_ANSWER_BYTES = 16_777_216;

/** What {@link Transport} is made of; checked by the client. */
export interface TransportOptions {
  /** With `/v1`, see `parseApiUrl`. */
  baseUrl: string;
  apiKey: string;
  /** For one call as a whole, in milliseconds. */
  timeoutMs: number;
  userAgent: string;
}

/** One request. */
export interface TransportRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/v1`, with a slash in front, maybe a query; ids in it are percent-encoded already. */
  path: string;
  /** Beside `Authorization`, `Accept` and `Content-Type`. */
  headers?: Record<string, string>;
  /** Sent as JSON; nothing is sent for `undefined`. */
  body?: unknown;
  /** Gives the call up. */
  signal?: AbortSignal | undefined;
}

/** A request whose answer is read as it comes; its body, if it has one, is sent meanwhile. */
export interface StreamRequest {
  /** `POST` unless told otherwise. */
  method?: 'GET' | 'POST';
  /** Below `/v1`, with a slash in front, maybe a query. */
  path: string;
  /** Of the answer, and of the body. */
  contentType: string;
  body?: Readable;
  /** Gives the call up. */
  signal?: AbortSignal | undefined;
}

/** How every resource of this client talks to the API. Holds the key, and shows it to nobody. */
export class Transport {
  readonly #http: AxiosInstance;
  readonly #apiKey: string;
  readonly #timeoutMs: number;

  constructor({ baseUrl, apiKey, timeoutMs, userAgent }: TransportOptions) {
    this.#apiKey = apiKey;
    this.#timeoutMs = timeoutMs;
    this.#http = axios.create({
      baseURL: baseUrl,
      headers: { 'User-Agent': userAgent },
      // A proxy named in the environment is for the world outside, not for this machine.
      ...(isLoopback(baseUrl) ? { proxy: false } : {}),
      maxRedirects: 0, // a redirected POST would carry the key and the result link elsewhere
      maxContentLength: MAX_ANSWER_BYTES,
      responseType: 'text',
      transformResponse: (text: unknown) => text, // a body can be anything; parsed below
      validateStatus: () => true,
    });
  }

  /**
   * Sends one request and returns its answer, also one with an error status.
   *
   * @throws ResultLinksNoAnswerError when no complete answer came
   */
  async send(request: TransportRequest): Promise<TransportAnswer> {
    const watch: RequestWatch = { requestSent: false };
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    const response = await this.#http
      .request<string>({
        method: request.method,
        url: request.path,
        headers: {
          Accept: 'application/json',
          // `false`: none at all. axios would otherwise announce a form, which the API refuses.
          'Content-Type': request.body === undefined ? false : 'application/json',
          ...request.headers,
          Authorization: `Bearer ${this.#apiKey}`,
        },
        ...(request.body === undefined ? {} : { data: JSON.stringify(request.body) }),
        transport: watchedTransport(watch),
        signal: request.signal ? AbortSignal.any([timeout, request.signal]) : timeout,
      })
      .catch((error: unknown) => {
        throw this.#noAnswer(error, watch, timeout.aborted);
      });
    return {
      status: response.status,
      body: parseJson(response.data),
      header: (name) => headerValue(response, name),
    };
  }

  /**
   * Sends a body as it is made and returns the answer as it comes. The time limit is one of silence in
   * both directions: a long stream may take as long as it moves.
   *
   * @param take reads the answer; it is called for status 200 only
   * @throws ResultLinksNoAnswerError when no complete answer came
   * @throws ResultLinksApiError for an answer of another status
   */
  async *stream<T>(
    request: StreamRequest,
    take: (chunks: AsyncIterable<Buffer>) => AsyncGenerator<T, void, undefined>,
  ): AsyncGenerator<T, void, undefined> {
    const watch: RequestWatch = { requestSent: false };
    const leaving = new AbortController();
    const { signal } = request;
    try {
      const response = await this.#http.request<Readable>({
        method: request.method ?? 'POST',
        url: request.path,
        headers: {
          Accept: request.contentType,
          'Content-Type': request.body === undefined ? false : request.contentType,
          Authorization: `Bearer ${this.#apiKey}`,
        },
        ...(request.body && { data: request.body }),
        responseType: 'stream',
        maxContentLength: -1, // as many answers as lines were sent; read one by one
        timeout: this.#timeoutMs,
        transport: watchedTransport(watch),
        signal: signal ? AbortSignal.any([leaving.signal, signal]) : leaving.signal,
      });
      // Whoever stops reading early does not want to hear of the connection that ends with it.
      response.data.on('error', () => undefined);
      if (response.status !== 200) {
        throw toApiError(await wholeAnswer(response));
      }
      yield* take(response.data);
    } catch (error) {
      if (error instanceof ResultLinksApiError || error instanceof ResultLinksNoAnswerError) {
        throw error;
      }
      const { code } = error as { code?: unknown };
      throw this.#noAnswer(error, watch, code === 'ECONNABORTED');
    } finally {
      leaving.abort();
      request.body?.destroy();
    }
  }

  /** axios' own error holds the request with its key, so it does not travel on, not even as a cause. */
  #noAnswer(error: unknown, { requestSent }: RequestWatch, timedOut: boolean) {
    const code = timedOut ? 'ETIMEDOUT' : systemCode(error);
    const what = timedOut ? `no answer within ${this.#timeoutMs} ms` : describe(code, error);
    return new ResultLinksNoAnswerError(what, { code, requestSent });
  }
}

async function wholeAnswer(response: AxiosResponse<Readable>): Promise<TransportAnswer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response.data as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_ANSWER_BYTES) break;
    chunks.push(chunk);
  }
  return {
    status: response.status,
    body: parseJson(Buffer.concat(chunks).toString('utf8')),
    header: (name) => headerValue(response, name),
  };
}

function describe(code: string, error: unknown): string {
  if (code === 'ERR_CANCELED') {
    return 'the call was given up';
  }
  if (code === 'EPROTO') {
    // Node's own message is a line of OpenSSL's source.
    return 'no secure connection could be made (EPROTO); if the API does not speak TLS there, its address begins with http://';
  }
  return axios.isAxiosError(error) && error.message !== '' ? error.message : code;
}

function systemCode(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : 'UNKNOWN';
}

function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

function headerValue(response: AxiosResponse, name: string): string | undefined {
  const value: unknown = response.headers[name.toLowerCase()];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
