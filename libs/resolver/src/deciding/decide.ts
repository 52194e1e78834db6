import type { TargetChoice, TargetReference, TargetResolution } from '@result-links/contracts';
import type { FoundApplication, FoundCandidate } from '../look-ups.js';
import { ambiguous, notFound, resolved } from './answers.js';
import { applicantsTo, applicationChoices, candidateChoice, peopleAmong } from './person.js';
import { PREFERENCE_RULES } from './preferences.js';

/** What the look-ups of one reference brought. */
export interface Findings {
  candidates: readonly FoundCandidate[];
  applications: readonly FoundApplication[];
}

/**
 * From what was found to exactly one target, or why not. In this order:
 *
 * 1. With `job`, only applications to it count, and only people who made one.
 * 2. Of each person, `target_type` says what may be written to. Without it: their applications, and
 *    the candidate only when they have none (Kombo recommends the application's endpoint).
 * 3. One choice left is the target. Of several, `prefer` may leave one; else they are `ambiguous`.
 */
export function decide(reference: TargetReference, findings: Findings): TargetResolution {
  const { job, target_type, prefer } = reference;
  const found = peopleAmong(findings.candidates, findings.applications);
  const people = job === undefined ? found : applicantsTo(job, found);
  const choices = people.flatMap((person): TargetChoice[] => {
    const applications = applicationChoices(person);
    if (target_type === 'candidate') {
      return candidateChoice(person);
    }
    return target_type === 'application' || applications.length > 0
      ? applications
      : candidateChoice(person);
  });
  const [first, ...others] = choices;
  if (first === undefined) {
    return notFound(reference, { isAnyoneFound: found.length > 0, isApplicant: people.length > 0 });
  }
  if (others.length === 0) {
    return resolved(first);
  }
  const [preferred, ...rest] = prefer === undefined ? [] : PREFERENCE_RULES[prefer](choices);
  return preferred !== undefined && rest.length === 0
    ? resolved(preferred)
    : ambiguous(reference, choices);
}
