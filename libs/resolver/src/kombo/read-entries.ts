import type { Application, Candidate, SyncedEntry } from '@result-links/kombo-client';
import type { FoundApplication, FoundCandidate } from '../look-ups.js';

/** Whether an entry still exists in the ATS; Kombo leaves the others out unless told otherwise. */
export function isPresent({ remote_deleted_at }: Pick<SyncedEntry, 'remote_deleted_at'>): boolean {
  return remote_deleted_at == null;
}

/** Whether the address is one of the candidate's, in upper or lower case. */
export function hasAddress({ email_addresses }: Candidate, email: string): boolean {
  const sought = email.toLowerCase();
  return (email_addresses ?? []).some(
    ({ email_address }) => email_address?.trim().toLowerCase() === sought,
  );
}

/** A candidate of Kombo's, reduced to what choosing takes. */
export function toFoundCandidate(candidate: Candidate): FoundCandidate {
  const { id, remote_id, first_name, last_name, applications } = candidate;
  const initials = initialsOf(first_name, last_name);
  return {
    id,
    remoteId: remote_id,
    initials,
    applications: (applications ?? []).map((application) => ({
      ...commonParts(application),
      candidateId: id,
      initials,
    })),
  };
}

/** An application of Kombo's, likewise. */
export function toFoundApplication(application: Application): FoundApplication {
  const { candidate, candidate_id } = application;
  return {
    ...commonParts(application),
    candidateId: candidate?.id ?? candidate_id ?? null,
    initials: initialsOf(candidate?.first_name, candidate?.last_name),
  };
}

/** `Ada`, `Lovelace` → `A.L.`; whatever part is missing is left out. */
export function initialsOf(
  firstName: string | null | undefined,
  lastName: string | null | undefined,
): string | null {
  const letters = [firstName, lastName].flatMap((name) => {
    const [letter] = name?.trim() ?? '';
    return letter === undefined ? [] : [`${letter.toUpperCase()}.`];
  });
  return letters.length === 0 ? null : letters.join('');
}

function commonParts({
  id,
  remote_id,
  job,
  outcome,
  remote_created_at,
}: Pick<Application, 'id' | 'remote_id' | 'job' | 'outcome' | 'remote_created_at'>) {
  return {
    id,
    remoteId: remote_id ?? null,
    job: job ? { id: job.id, remoteId: job.remote_id ?? null, name: job.name ?? null } : null,
    outcome: outcome ?? null,
    createdAt: remote_created_at ?? null,
  };
}
