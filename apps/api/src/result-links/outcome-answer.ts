import { isKomboErrorCode } from '@result-links/contracts';
import type { Outcome } from '@result-links/kombo-client';
import { ApiError } from '../http/api-error.js';

/** What is known about a result link that was not written. */
export interface Failure {
  outcome: Exclude<Outcome, 'delivered'>;
  /** HTTP status of Kombo's answer; `null`: there was none. */
  httpStatus: number | null;
  /** Kombo's code, also one we do not know; `null`: none given. */
  code: string | null;
  title: string | null;
  message: string | null;
  logUrl: string | null;
}

/** HTTP status where Kombo gave none that a caller could use. */
const STATUS_WITHOUT_KOMBOS: Record<Failure['outcome'], number> = {
  rejected: 502,
  throttled: 429,
  unavailable: 503,
  integration_broken: 409,
  account_broken: 503,
  unknown: 504,
};

const TITLES: Record<Failure['outcome'], string> = {
  rejected: 'The result link was refused',
  throttled: 'Too fast for this integration',
  unavailable: 'The ATS or Kombo cannot be reached',
  integration_broken: 'The integration takes no writes at present',
  account_broken: 'Kombo refuses the key of this account',
  unknown: 'The outcome is not known',
};

/**
 * The answer to the caller for a result link that was not written: Kombo's status and error where
 * Kombo gave one, so that code written for Kombo works unchanged.
 *
 * An unknown outcome is always 504 with `PLATFORM.TASK_TIMED_OUT` and the reason `outcome_unknown`,
 * whatever it came from: the caller must not repeat it blindly.
 */
export function answerFor(failure: Failure, headers: Record<string, string> = {}): ApiError {
  const { outcome, message, logUrl } = failure;
  if (outcome === 'unknown') {
    return new ApiError({
      status: 504,
      code: 'PLATFORM.TASK_TIMED_OUT',
      reason: 'outcome_unknown',
      title: TITLES.unknown,
      message:
        'The request was sent but no trustworthy answer came back: the result link may or may not be in the ATS. ' +
        `Look there before you send it again.${message ? ` (${message})` : ''}`,
      logUrl,
      headers,
    });
  }
  const knownCode = isKomboErrorCode(failure.code) ? failure.code : null;
  const komboStatus = failure.code === null ? null : failure.httpStatus;
  return new ApiError({
    status: komboStatus ?? STATUS_WITHOUT_KOMBOS[outcome],
    code: knownCode,
    reason: outcome,
    title: failure.title ?? TITLES[outcome],
    message: `${knownCode === null && failure.code ? `[${failure.code}] ` : ''}${message ?? TITLES[outcome]}`,
    logUrl,
    headers,
  });
}
