import type { KomboErrorCode } from '@result-links/contracts';
import { ruleFor, type Outcome, type OutcomeRule, type RequestSent } from './outcome-policy.js';
import type { ResponseLimits } from './http/response-limits.js';
import { retryAfterMs } from './http/retry-after.js';

/** What is left of an error of the HTTP layer: no configuration, no headers, no key. */
export interface ErrorCause {
  name: string;
  message: string;
  /** e.g. `ECONNREFUSED` */
  code?: string;
}

/** What every error of this client is made of. */
export interface KomboErrorInit {
  message: string;
  code?: string | null;
  httpStatus?: number | null;
  title?: string | null;
  logUrl?: string | null;
  komboMessage?: string | null;
  requestSent: RequestSent;
  /** Whether Kombo's error envelope came; default: whether there is a code. */
  hasErrorEnvelope?: boolean;
  limits?: ResponseLimits;
  durationMs: number;
  cause?: ErrorCause;
  /** Overrides the policy, for errors that no answer and no network caused. */
  rule?: OutcomeRule;
}

/**
 * Base of everything a call of {@link KomboClient} rejects with (wrong arguments of yours aside,
 * which are a `TypeError`). No error ever contains the API key.
 */
export class KomboError extends Error {
  override name = 'KomboError';
  /** Kombo's code, also one that this version does not know; `null` when none came. */
  readonly code: KomboErrorCode | (string & {}) | null;
  /** Status of the answer; `null` when no complete answer came. */
  readonly httpStatus: number | null;
  /** Kombo's label of the kind of error. */
  readonly title: string | null;
  /** Page in Kombo's dashboard that shows this interaction. */
  readonly logUrl: string | null;
  /** What Kombo said, unabridged. May repeat values of the request: treat it as personal data. */
  readonly komboMessage: string | null;
  readonly requestSent: RequestSent;
  /** What the call came to, by the policy of `outcome-policy.ts`. */
  readonly outcome: Outcome;
  /** What a human should do about it, in one sentence. */
  readonly advice: string;
  /** What the answer said about limits; empty when there was no answer. */
  readonly limits: ResponseLimits;
  /** From the start of the call to its end, in whole milliseconds. */
  readonly durationMs: number;
  declare readonly cause?: ErrorCause;

  constructor(init: KomboErrorInit) {
    super(init.message, init.cause && { cause: init.cause });
    const { code = null, httpStatus = null, requestSent, hasErrorEnvelope } = init;
    const { outcome, advice } =
      init.rule ?? ruleFor({ code, httpStatus, requestSent, hasErrorEnvelope });
    this.code = code;
    this.httpStatus = httpStatus;
    this.title = init.title ?? null;
    this.logUrl = init.logUrl ?? null;
    this.komboMessage = init.komboMessage ?? null;
    this.requestSent = requestSent;
    this.outcome = outcome;
    this.advice = advice;
    this.limits = init.limits ?? {};
    this.durationMs = init.durationMs;
  }
}

/**
 * Why no answer came.
 *
 * - `refused`, `dns`, `unreachable`: no connection could be made.
 * - `tls`: the secure connection could not be made (certificate, protocol).
 * - `cut`: the connection ended before the answer was complete.
 * - `invalid_answer`: something came that is not HTTP.
 * - `timeout`: the time limit of the call, or the operating system's for connecting.
 * - `aborted`: by your signal, or by `close()`.
 * - `other`: anything else; see `cause`.
 */
export type ConnectionFailureKind =
  | 'refused'
  | 'dns'
  | 'unreachable'
  | 'tls'
  | 'cut'
  | 'invalid_answer'
  | 'timeout'
  | 'aborted'
  | 'other';

/** No complete answer came. `requestSent` says whether the request may have arrived. */
export class KomboConnectionError extends KomboError {
  override name = 'KomboConnectionError';
  readonly kind: ConnectionFailureKind;

  constructor(init: KomboErrorInit & { kind: ConnectionFailureKind }) {
    super(init);
    this.kind = init.kind;
  }
}

/** The request cannot be put on the wire (an id that no URL can carry, a body that is no JSON). Nothing was sent. */
export class KomboRequestError extends KomboError {
  override name = 'KomboRequestError';
}

/** An answer that is an error but not one in Kombo's words: no error envelope, or one without a code. */
export class KomboHttpError extends KomboError {
  override name = 'KomboHttpError';
  declare readonly httpStatus: number;
}

/** Kombo refused the request and said why: error envelope with a code. */
export class KomboApiError extends KomboError {
  override name = 'KomboApiError';
  declare readonly httpStatus: number;
  declare readonly code: KomboErrorCode | (string & {});
}

/** Too fast: Kombo or the ATS wants a pause. Nothing was written. */
export class KomboRateLimitError extends KomboError {
  override name = 'KomboRateLimitError';
  declare readonly httpStatus: number;
  /** How long to wait, in milliseconds, by {@link retryAfterMs}; `undefined` if the answer asks for no wait. */
  readonly retryAfterMs?: number;

  constructor(init: KomboErrorInit) {
    super(init);
    this.retryAfterMs = retryAfterMs(this.limits);
  }
}
