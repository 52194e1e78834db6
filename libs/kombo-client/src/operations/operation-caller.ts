import { isObject, readBody, type AnswerBody } from '../answer-body.js';
import { errorForAnswer, UNREADABLE_SUCCESS } from '../answer-error.js';
import { KomboHttpError } from '../errors.js';
import type { HttpAnswer, HttpCaller } from '../http/http-caller.js';
import type { ResponseLimits } from '../http/response-limits.js';
import { readTimeout, type ResolvedOptions } from '../options.js';
import { excerpter, keyRedactor } from '../redaction.js';
import {
  encodeBody,
  encodePath,
  encodeQuery,
  fieldsBesidePath,
  readIntegrationId,
} from '../request-encoding.js';

/** Options of one call. */
export interface CallOptions {
  /** Ends the call early with a `KomboConnectionError` of kind `aborted`. */
  signal?: AbortSignal;
  /** Time limit of this call instead of the client's; of a listing, of each of its pages. */
  timeoutMs?: number;
  /** Time limit for getting the request onto the wire (lookup, connection, TLS); default: `timeoutMs`. */
  connectTimeoutMs?: number;
  /**
   * Called when the request goes onto the wire; from then on it may have arrived. Not called over an
   * adapter of your own.
   */
  onSent?: () => void;
}

/** A successful answer. */
export interface KomboResponse<T> {
  /** HTTP status, 2xx. */
  status: number;
  data: T;
  limits: ResponseLimits;
  /** From the start of the call to the last byte of the answer, in whole milliseconds. */
  durationMs: number;
}

/** What a write comes to that has nothing to tell but that it worked. */
export interface WriteReceipt {
  /** What Kombo has to say all the same; Kombo recommends logging it. */
  warnings: string[];
  /** Whether the body was Kombo's. If not (empty, HTML, …), the write counts as done by the status alone. */
  isParsed: boolean;
}

/** What a write returns that has something to tell. */
export type WithWarnings<T> = T & Pick<WriteReceipt, 'warnings'>;

/** Where an operation lives in Kombo's API. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base URL; `{name}` stands for the field `name` of the request. */
  path: string;
  /** Whose operation it is: that of an integration carries `X-Integration-Id`. */
  of: 'integration' | 'account';
}

/**
 * The request of an operation: `x_integration_id`, the names in braces of its path, `request_body`;
 * of a GET, everything else is its query.
 */
export type OperationRequest = object;

/** Makes calls of operations: what is common to all of them, between their types and HTTP. */
export class OperationCaller {
  readonly #http: HttpCaller;
  readonly #options: ResolvedOptions;
  readonly #redactKey: (text: string) => string;

  constructor(http: HttpCaller, options: ResolvedOptions) {
    this.#http = http;
    this.#options = options;
    this.#redactKey = keyRedactor(options.apiKey);
  }

  /**
   * A write without a result. Any 2xx is a success unless it carries Kombo's error envelope: what was
   * written is written, and repeating the call would write it again.
   */
  async write(
    route: Route,
    request: OperationRequest,
    options?: CallOptions,
  ): Promise<KomboResponse<WriteReceipt>> {
    const { answer, body } = await this.#call(route, request, options);
    if (isSuccess(answer.status) && body.kind !== 'error') {
      const isParsed = body.kind === 'success';
      return respond(answer, { warnings: isParsed ? body.warnings : [], isParsed });
    }
    throw this.#errorFor(answer, body, request);
  }

  /**
   * An operation whose result is its point: a 2xx without data is a `KomboHttpError`. What is in the
   * data is for `read` to say; by default it is taken as it came.
   */
  async fetch<T>(
    route: Route,
    request: OperationRequest,
    options?: CallOptions,
    read: (data: Record<string, unknown>, warnings: string[]) => T = (data) => data as T,
  ): Promise<KomboResponse<T>> {
    const { answer, body } = await this.#call(route, request, options);
    if (isSuccess(answer.status) && body.kind === 'success' && isObject(body.data)) {
      return respond(answer, read(body.data, body.warnings));
    }
    throw this.#errorFor(answer, body, request);
  }

  async #call(
    { method, path, of }: Route,
    request: OperationRequest,
    options: CallOptions = {},
  ): Promise<{ answer: HttpAnswer; body: AnswerBody }> {
    const { x_integration_id, request_body, ...fields } = request as Record<string, unknown>;
    const { readTimeoutMs, writeTimeoutMs } = this.#options;
    const isRead = method === 'GET';
    const encoded = encodePath(path, fields);
    const answer = await this.#http.call({
      method,
      path: isRead ? encoded + encodeQuery(fieldsBesidePath(path, fields)) : encoded,
      integrationId: of === 'integration' ? readIntegrationId(x_integration_id) : undefined,
      body: isRead ? undefined : encodeBody(request_body),
      signal: options.signal,
      connectTimeoutMs: options.connectTimeoutMs,
      onSent: options.onSent,
      timeoutMs: readTimeout(
        'timeoutMs',
        options.timeoutMs ?? (isRead ? readTimeoutMs : writeTimeoutMs),
      ),
    });
    const body: AnswerBody =
      answer.text === undefined ? { kind: 'too_large' } : readBody(answer.text);
    return { answer, body };
  }

  #errorFor(answer: HttpAnswer, body: AnswerBody, request: OperationRequest) {
    return errorForAnswer(answer, body, { redact: this.#redactKey, excerpt: excerpter(request) });
  }
}

/** A success by its status and form that makes no sense. */
export function senselessAnswer(response: KomboResponse<unknown>, message: string): KomboHttpError {
  return new KomboHttpError({
    message,
    httpStatus: response.status,
    requestSent: 'yes',
    limits: response.limits,
    durationMs: response.durationMs,
    rule: UNREADABLE_SUCCESS,
  });
}

/** For `fetch`: the data with the warnings that came beside it. */
export function withWarnings<T>(data: Record<string, unknown>, warnings: string[]) {
  return { ...data, warnings } as WithWarnings<T>;
}

function isSuccess(status: number): boolean {
  return status >= 200 && status <= 299;
}

function respond<T>(answer: HttpAnswer, data: T): KomboResponse<T> {
  return { status: answer.status, data, limits: answer.limits, durationMs: answer.durationMs };
}
