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
  account_broken: 424,
  unknown: 504,
};

/**
 * Statuses by which a server refuses its own caller's credentials. Kombo's are about the account's key or the
 * customer's login, so the answer says 424 (Failed Dependency) with Kombo's code: the caller's key is right, no
 * client retries a 4xx, and no load balancer takes a replica out, as it may for 502 or 503, because one account
 * is broken. The official SDK makes the same KomboAtsError of any status.
 */
const ABOUT_CREDENTIALS: readonly (number | null)[] = [401, 403, 407];

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
 * Kombo gave one, so that code written for Kombo works unchanged. Only a status about credentials
 * becomes 424: 401 and 403 are about the caller's key of this service.
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
  return new ApiError({
    status: statusFor(failure),
    code: knownCode,
    reason: outcome,
    title: failure.title ?? TITLES[outcome],
    message: `${knownCode === null && failure.code ? `[${failure.code}] ` : ''}${message ?? TITLES[outcome]}`,
    logUrl,
    headers,
  });
}

function statusFor({ outcome, code, httpStatus }: Failure): number {
  const komboStatus = code === null ? null : httpStatus;
  return ABOUT_CREDENTIALS.includes(komboStatus)
    ? 424
    : (komboStatus ?? STATUS_WITHOUT_KOMBOS[outcome]);
}
