import type { ResultLinksApiError } from '@result-links/api-client';
import type { Outcome } from '@result-links/kombo-client';
import { EXIT_BY_OUTCOME } from '../kombo/outcomes.js';

/**
 * What an error of the API says about the result link. Its `reason` names the outcome wherever there
 * is one; code and status alone would not do: an answer of Kombo without a code leaves only a status.
 *
 * Loads the client for Kombo, whose rules they are, only now: most calls do not fail.
 *
 * @returns `advice`: what to do about it, where the code says so
 */
export async function outcomeOf(
  error: ResultLinksApiError,
): Promise<{ outcome: Outcome; advice?: string }> {
  const { ruleFor } = await import('@result-links/kombo-client');
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
