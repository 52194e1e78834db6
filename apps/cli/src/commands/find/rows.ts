import type { Application, Candidate, JobReference } from '@result-links/kombo-client';

/** Who a candidate is, as far as a search shows. */
interface PersonRow {
  /** Kombo id. */
  id: string;
  /** Id in the ATS. */
  remote_id: string;
  first_name: string | null;
  last_name: string | null;
  email_addresses: string[];
}

/** How somebody applied. */
interface AppliedRow {
  id: string;
  remote_id: string | null;
  outcome: string | null;
  /** When it was made in the ATS, ISO 8601. */
  created_at: string | null;
  job: JobReference | null;
}

/** A line of `find candidates`. */
export interface CandidateRow extends PersonRow {
  type: 'candidate';
  applications: AppliedRow[];
  remote_url: string | null;
  remote_deleted_at: string | null;
}

/** A line of `find applications`. */
export interface ApplicationRow extends AppliedRow {
  type: 'application';
  stage: string | null;
  candidate: PersonRow | null;
  remote_url: string | null;
}

/** A candidate of Kombo's, field by field: what it adds is not printed by accident. */
export function toCandidateRow(candidate: Candidate): CandidateRow {
  return {
    type: 'candidate',
    ...toPerson(candidate),
    applications: (candidate.applications ?? []).map(toApplied),
    remote_url: candidate.remote_url ?? null,
    remote_deleted_at: candidate.remote_deleted_at ?? null,
  };
}

/** An application of Kombo's, likewise. */
export function toApplicationRow(application: Application): ApplicationRow {
  const { candidate, current_stage, remote_url } = application;
  return {
    type: 'application',
    ...toApplied(application),
    stage: current_stage?.name ?? null,
    candidate: candidate ? toPerson(candidate) : null,
    remote_url: remote_url ?? null,
  };
}

/** Every application of a candidate. */
export function rowsOfCandidate(candidate: Candidate): ApplicationRow[] {
  return (candidate.applications ?? []).map((application) => ({
    type: 'application',
    ...toApplied(application),
    stage: application.current_stage?.name ?? null,
    candidate: toPerson(candidate),
    remote_url: application.remote_url ?? null,
  }));
}

/** `Ada Lovelace`, or as much of it as is known. */
export function fullName({
  first_name,
  last_name,
}: Pick<PersonRow, 'first_name' | 'last_name'>): string {
  return [first_name, last_name].filter(Boolean).join(' ');
}

function toPerson(
  one: Pick<Candidate, 'id' | 'remote_id' | 'first_name' | 'last_name' | 'email_addresses'>,
): PersonRow {
  return {
    id: one.id,
    remote_id: one.remote_id,
    first_name: one.first_name ?? null,
    last_name: one.last_name ?? null,
    email_addresses: (one.email_addresses ?? []).flatMap(
      ({ email_address }) => email_address ?? [],
    ),
  };
}

function toApplied(
  one: Pick<Application, 'id' | 'remote_id' | 'outcome' | 'remote_created_at' | 'job'>,
): AppliedRow {
  return {
    id: one.id,
    remote_id: one.remote_id ?? null,
    outcome: one.outcome ?? null,
    created_at: one.remote_created_at ?? null,
    job: one.job ? { id: one.job.id, remote_id: one.job.remote_id, name: one.job.name } : null,
  };
}
