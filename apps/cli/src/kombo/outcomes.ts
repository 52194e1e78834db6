import type { Outcome } from '@result-links/kombo-client';
import type { ExitName } from '../exit-codes.js';

/** How a command ends by what came of the result link. */
export const EXIT_BY_OUTCOME: Readonly<Record<Outcome, ExitName>> = {
  delivered: 'ok',
  rejected: 'rejected',
  throttled: 'later',
  unavailable: 'later',
  integration_broken: 'broken',
  account_broken: 'broken',
  unknown: 'unknown',
};

/** The same; an integration that does not exist is an unknown id, and refused by nobody. */
export function exitOfOutcome(outcome: Outcome, code: string | null): ExitName {
  return code === 'PLATFORM.INTEGRATION_NOT_FOUND' ? 'usage' : EXIT_BY_OUTCOME[outcome];
}
