import type {
  ApiKeyDetails,
  Deliverable,
  IntegrationDetails,
  PostAtsApplicationsApplicationIDResultLinksRequest,
  PostAtsCandidatesCandidateIDResultLinksRequest,
} from '@result-links/contracts';
import { isObject, readBody, type AnswerBody } from './answer-body.js';
import { errorForAnswer } from './answer-error.js';
import type { KomboError } from './errors.js';
import { HttpCaller, type HttpAnswer, type HttpRequest } from './http/http-caller.js';
import type { ResponseLimits } from './http/response-limits.js';
import { readApiKeyDetails, readIntegrationDetails } from './integration-details.js';
import {
  readTimeout,
  resolveOptions,
  type KomboClientOptions,
  type ResolvedOptions,
} from './options.js';
import { excerpter, keyRedactor } from './redaction.js';
import { encodeBody, encodePathId, readIntegrationId } from './request-encoding.js';

/** Options of one call. */
export interface CallOptions {
  /** Ends the call early with a `KomboConnectionError` of kind `aborted`. */
  signal?: AbortSignal;
  /** Time limit of this call instead of the client's. */
  timeoutMs?: number;
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

/** What a written result link comes to. Kombo tells no id of the link, and it cannot be read back. */
export interface ResultLinkReceipt {
  /** What Kombo has to say all the same; Kombo recommends logging it. */
  warnings: string[];
  /** Whether the body was Kombo's. If not (empty, HTML, …), the link counts as written by the status alone. */
  isParsed: boolean;
}

/** A result link for a candidate, with its body. */
export type CandidateResultLink = Deliverable<PostAtsCandidatesCandidateIDResultLinksRequest>;
/** A result link for an application, with its body. */
export type ApplicationResultLink = Deliverable<PostAtsApplicationsApplicationIDResultLinksRequest>;

/**
 * Client of the Kombo calls that delivering result links needs.
 *
 * One call is one request: nothing is repeated, no redirect is followed. Every failure is a
 * {@link KomboError} that says what the call came to (`outcome`); wrong arguments are a `TypeError`.
 * Requests are not validated here: use the `validate…` functions of `@result-links/contracts`.
 */
export class KomboClient {
  readonly #options: ResolvedOptions;
  readonly #http: HttpCaller;
  readonly #redactKey: (text: string) => string;

  /** @throws TypeError that names the wrong option */
  constructor(options: KomboClientOptions) {
    this.#options = resolveOptions(options);
    this.#http = new HttpCaller(this.#options);
    this.#redactKey = keyRedactor(this.#options.apiKey);
  }

  /** Where requests go, without a slash at the end. */
  get baseUrl(): string {
    return this.#options.baseUrl;
  }

  /** `POST /ats/candidates/{candidate_id}/result-links`. Resolves on any 2xx that carries no error. */
  addCandidateResultLink(
    request: CandidateResultLink,
    options?: CallOptions,
  ): Promise<KomboResponse<ResultLinkReceipt>> {
    return this.#write('candidates', request, request.candidate_id, options);
  }

  /** `POST /ats/applications/{application_id}/result-links`, the one Kombo recommends. Resolves on any 2xx that carries no error. */
  addApplicationResultLink(
    request: ApplicationResultLink,
    options?: CallOptions,
  ): Promise<KomboResponse<ResultLinkReceipt>> {
    return this.#write('applications', request, request.application_id, options);
  }

  /** `GET /check-api-key`: which environment the key belongs to. */
  async checkApiKey(options?: CallOptions): Promise<KomboResponse<ApiKeyDetails>> {
    return this.#read('/check-api-key', readApiKeyDetails, options);
  }

  /** `GET /integrations/{integration_id}`: state and abilities of an integration. */
  async getIntegrationDetails(
    integrationId: string,
    options?: CallOptions,
  ): Promise<KomboResponse<IntegrationDetails>> {
    const path = `/integrations/${encodePathId('integration id', integrationId)}`;
    return this.#read(path, readIntegrationDetails, options);
  }

  /**
   * Ends all connections. Calls under way fail, and what becomes of their writes is unknown: wait
   * for them first. Later calls are refused. Agents you passed in stay yours.
   */
  close(): void {
    this.#http.close();
  }

  async #write(
    targets: 'candidates' | 'applications',
    request: CandidateResultLink | ApplicationResultLink,
    targetId: string,
    options?: CallOptions,
  ): Promise<KomboResponse<ResultLinkReceipt>> {
    const { answer, body } = await this.#call({
      method: 'POST',
      path: `/ats/${targets}/${encodePathId('target id', targetId)}/result-links`,
      integrationId: readIntegrationId(request.x_integration_id),
      body: encodeBody(request.request_body),
      ...this.#callOptions(options, this.#options.writeTimeoutMs),
    });
    if (isSuccess(answer.status) && body.kind !== 'error') {
      const isParsed = body.kind === 'success';
      return respond(answer, { warnings: isParsed ? body.warnings : [], isParsed });
    }
    throw this.#errorFor(answer, body, request);
  }

  async #read<T>(
    path: string,
    read: (data: Record<string, unknown>) => T,
    options?: CallOptions,
  ): Promise<KomboResponse<T>> {
    const { answer, body } = await this.#call({
      method: 'GET',
      path,
      ...this.#callOptions(options, this.#options.readTimeoutMs),
    });
    if (isSuccess(answer.status) && body.kind === 'success' && isObject(body.data)) {
      return respond(answer, read(body.data));
    }
    throw this.#errorFor(answer, body, path);
  }

  async #call(request: HttpRequest): Promise<{ answer: HttpAnswer; body: AnswerBody }> {
    const answer = await this.#http.call(request);
    return {
      answer,
      body: answer.text === undefined ? { kind: 'too_large' } : readBody(answer.text),
    };
  }

  #errorFor(answer: HttpAnswer, body: AnswerBody, request: unknown): KomboError {
    return errorForAnswer(answer, body, { redact: this.#redactKey, excerpt: excerpter(request) });
  }

  #callOptions({ signal, timeoutMs }: CallOptions = {}, defaultTimeoutMs: number) {
    return { signal, timeoutMs: readTimeout('timeoutMs', timeoutMs ?? defaultTimeoutMs) };
  }
}

function isSuccess(status: number): boolean {
  return status >= 200 && status <= 299;
}

function respond<T>(answer: HttpAnswer, data: T): KomboResponse<T> {
  return { status: answer.status, data, limits: answer.limits, durationMs: answer.durationMs };
}
