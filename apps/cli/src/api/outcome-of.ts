import type { ResultLinksApiError } from '@result-links/api-client';
import { ruleFor, type Outcome } from '@result-links/kombo-client';
import { EXIT_BY_OUTCOME } from '../kombo/outcomes.js';

/**
 * What an error of the API says about the result link. Its `reason` names the outcome wherever there
 * is one; code and status alone would not do: an answer of Kombo without a code leaves only a status.
 *
 * Import this file only when there is an error: the rules are part of the client for Kombo, and most
 * calls do not fail.
 *
 * @returns `advice`: what to do about it, where the code says so
 */
export function outcomeOf(error: ResultLinksApiError): { outcome: Outcome; advice?: string } {
  const { code, status, reason = '' } = error;
  const rule = ruleFor({
    code,
    httpStatus: status,
    requestSent: 'yes',
    hasErrorEnvelope: code !== null,
  });
  const named = reason === 'outcome_unknown' ? 'unknown' : reason;
  const outcome = Object.hasOwn(EXIT_BY_OUTCOME, named) ? (named as Outcome) : rule.outcome;
  return outcome === rule.outcome ? { outcome, advice: rule.advice } : { outcome };
}
