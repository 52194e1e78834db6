import {
  referenceKeyOf,
  type LookUpFailure,
  type ReferenceKey,
  type TargetChoice,
  type TargetReference,
  type TargetResolution,
} from '@result-links/contracts';

/** Choices that an ambiguous answer lists; whoever has more needs another reference, not a longer list. */
export const LISTED_CHOICES = 20;

const SOUGHT: Readonly<Record<ReferenceKey, string>> = {
  candidate_id: 'candidate with this Kombo id',
  application_id: 'application with this Kombo id',
  remote_id: 'candidate or application with this id in the ATS',
  email: 'candidate with this email address',
};

/** Exactly one. */
export function resolved(choice: TargetChoice): TargetResolution {
  const { type, id } = choice;
  return answer('resolved', `found one ${type}`, {
    target: { type, id },
    choices: [choice],
    choice_count: 1,
  });
}

/** A Kombo id that was not looked up, because the reference says what to write to already. */
export function takenAsGiven(type: 'candidate' | 'application', id: string): TargetResolution {
  const message = `the Kombo id of the ${type} was taken as it is`;
  return answer('resolved', message, { target: { type, id } });
}

/** None that fits. */
export function notFound(
  reference: TargetReference,
  { isAnyoneFound, isApplicant }: { isAnyoneFound: boolean; isApplicant: boolean },
): TargetResolution {
  const sought = soughtBy(reference);
  let message = `there is no ${sought} in this integration, as of its last sync`;
  if (isApplicant) {
    const what = reference.target_type === 'candidate' ? 'candidate' : 'application';
    message = `there is a ${sought}, but without ${what === 'candidate' ? 'a' : 'an'} ${what}`;
  } else if (isAnyoneFound) {
    message = `there is a ${sought}, but no application to this job`;
  }
  return answer('not_found', message);
}

/** More than one. */
export function ambiguous(
  reference: TargetReference,
  choices: readonly TargetChoice[],
): TargetResolution {
  const types = [...new Set(choices.map(({ type }) => type))].sort();
  const what = types.map((type) => `${type}s`).join(' and ');
  const ruled = reference.prefer === undefined ? '' : `; ${reference.prefer} leaves not just one`;
  const message =
    `${choices.length} ${what} fit${ruled}: name the job, or the candidate or application by its id` +
    (reference.prefer === undefined ? ', or set prefer' : '');
  return answer('ambiguous', message, {
    choices: choices.slice(0, LISTED_CHOICES),
    choice_count: choices.length,
  });
}

/** Not looked up. */
export function failed(failure: LookUpFailure): TargetResolution {
  return answer('failed', failure.message, { failure });
}

function answer(
  status: TargetResolution['status'],
  message: string,
  more: Partial<TargetResolution> = {},
): TargetResolution {
  return { status, target: null, message, choices: [], choice_count: 0, failure: null, ...more };
}

function soughtBy(reference: TargetReference): string {
  const { remote_id_of } = reference;
  return remote_id_of === undefined
    ? SOUGHT[referenceKeyOf(reference)]
    : `${remote_id_of} with this id in the ATS`;
}
