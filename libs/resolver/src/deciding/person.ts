import type { TargetChoice } from '@result-links/contracts';
import type { FoundApplication, FoundCandidate } from '../look-ups.js';

/** Somebody who was found: the candidate, as far as known, with the applications that count. */
export interface Person {
  /** Kombo id; `null`: an application that tells no candidate. */
  candidateId: string | null;
  initials: string | null;
  applications: FoundApplication[];
}

/** Those who were found, each candidate once, each application once. */
export function peopleAmong(
  candidates: readonly FoundCandidate[],
  applications: readonly FoundApplication[],
): Person[] {
  const people = new Map<string, Person>();
  for (const { id, initials, applications: own } of candidates) {
    const person = people.get(id) ?? { candidateId: id, initials, applications: [] };
    people.set(id, withApplications(person, own));
  }
  for (const application of applications) {
    const { id, candidateId, initials } = application;
    const key = candidateId ?? `application ${id}`;
    const person = people.get(key) ?? { candidateId, initials, applications: [] };
    people.set(key, withApplications(person, [application]));
  }
  return [...people.values()];
}

/** Those who applied to the job, with their applications to it. */
export function applicantsTo(job: string, people: readonly Person[]): Person[] {
  return people
    .map((person) => ({
      ...person,
      applications: person.applications.filter(
        (application) => application.job?.id === job || application.job?.remoteId === job,
      ),
    }))
    .filter(({ applications }) => applications.length > 0);
}

/** A candidate as something to write to. */
export function candidateChoice(person: Person): TargetChoice[] {
  const { candidateId, initials } = person;
  return candidateId === null
    ? []
    : [
        {
          type: 'candidate',
          id: candidateId,
          candidate_id: candidateId,
          initials,
          job: null,
          outcome: null,
          created_at: null,
        },
      ];
}

/** Every application as something to write to. */
export function applicationChoices({
  candidateId,
  initials,
  applications,
}: Person): TargetChoice[] {
  return applications.map(({ id, job, outcome, createdAt }) => ({
    type: 'application',
    id,
    candidate_id: candidateId,
    initials,
    job: job && { id: job.id, remote_id: job.remoteId, name: job.name },
    outcome,
    created_at: createdAt,
  }));
}

function withApplications(person: Person, more: readonly FoundApplication[]): Person {
  const known = new Set(person.applications.map(({ id }) => id));
  const fresh = more.filter(({ id }) => !known.has(id) && known.add(id));
  return { ...person, applications: [...person.applications, ...fresh] };
}
