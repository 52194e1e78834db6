import { parseTime } from '@result-links/contracts/time';
import type { TargetChoice, TargetPreference } from '@result-links/contracts';

/** Leaves of several choices those it prefers: any number of them, in their order. */
export type PreferenceRule = (choices: readonly TargetChoice[]) => TargetChoice[];

/**
 * The rules by name. A new one is a row here and a name in `TARGET_PREFERENCES` of the contract.
 * What each of them does is said there.
 */
export const PREFERENCE_RULES: Readonly<Record<TargetPreference, PreferenceRule>> = {
  'newest-pending-application': (choices) => newest(pending(choices)),
  'only-pending-application': pending,
  'newest-application': (choices) =>
    newest(choices.filter((choice) => choice.type === 'application')),
};

function pending(choices: readonly TargetChoice[]): TargetChoice[] {
  return choices.filter(({ type, outcome }) => type === 'application' && outcome === 'PENDING');
}

/**
 * Those that were made last: all that share the latest time. When one has no time that can be read,
 * nobody can say which is the newest, and all are left.
 */
function newest(choices: readonly TargetChoice[]): TargetChoice[] {
  const times = choices.map(({ created_at }) => parseTime(created_at ?? '')?.getTime() ?? NaN);
  if (times.some(Number.isNaN)) {
    return [...choices];
  }
  const latest = Math.max(...times);
  return choices.filter((_choice, index) => times[index] === latest);
}
