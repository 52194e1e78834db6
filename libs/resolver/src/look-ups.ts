/**
 * What the resolver asks, and the shape it wants the answers in: no more of a person than choosing
 * takes. {@link komboLookUps} asks Kombo; tests answer from a table.
 */

/** An application that was found. */
export interface FoundApplication {
  /** Kombo id. */
  id: string;
  /** Id in the ATS; `null`: it has none. */
  remoteId: string | null;
  /** Kombo id of its candidate; `null`: Kombo does not know. */
  candidateId: string | null;
  /** Of the candidate, e.g. `A.L.`; `null`: no name is known. */
  initials: string | null;
  /** The job applied to; `null`: not known. */
  job: { id: string; remoteId: string | null; name: string | null } | null;
  /** `PENDING`, `HIRED`, `DECLINED`, or something newer; `null`: not known. */
  outcome: string | null;
  /** When it was made in the ATS, ISO 8601; `null`: the ATS does not tell. */
  createdAt: string | null;
}

/** A candidate that was found. */
export interface FoundCandidate {
  /** Kombo id. */
  id: string;
  /** Id in the ATS. */
  remoteId: string;
  /** e.g. `A.L.`; `null`: no name is known. */
  initials: string | null;
  /** All of them, whatever their outcome. */
  applications: FoundApplication[];
}

/** By what candidates or applications are looked for. */
export type IdKind = 'ids' | 'remote_ids';

/**
 * Look-ups in one Kombo account. Entries that were deleted in the ATS are not among the answers.
 * Every method rejects with a `LookUpError`, whatever went wrong.
 */
export interface LookUps {
  /** Candidates with any of these ids; those that are not found are left out. Up to 100 ids. */
  candidatesBy(
    integrationId: string,
    kind: IdKind,
    ids: readonly string[],
    signal?: AbortSignal,
  ): Promise<FoundCandidate[]>;

  /** Applications with any of these ids, likewise. */
  applicationsBy(
    integrationId: string,
    kind: IdKind,
    ids: readonly string[],
    signal?: AbortSignal,
  ): Promise<FoundApplication[]>;

  /** All candidates with this address, in upper or lower case. */
  candidatesByEmail(
    integrationId: string,
    email: string,
    signal?: AbortSignal,
  ): Promise<FoundCandidate[]>;
}
