import { Listing, type SyncedListRequest } from '../listing.js';
import type {
  Address,
  ApplicationOutcome,
  CustomisedEntry,
  EmailAddress,
  JobReference,
  PhoneNumber,
  SocialMedia,
  Stage,
  Tag,
  Timestamp,
} from '../model.js';
import type { CallOptions, OperationCaller, Route } from '../operation-caller.js';

/** What {@link getCandidates} takes. */
export interface GetCandidatesRequest extends SyncedListRequest {
  /** Candidates with this address; the whole of it, in upper or lower case. */
  email?: string;
  /** The whole first name, in upper or lower case. */
  first_name?: string;
  /** The whole last name, likewise. */
  last_name?: string;
  /** Kombo ids of jobs: candidates who applied to any of them. */
  job_ids?: readonly string[];
}

/** A candidate with all applications. */
export interface Candidate extends CustomisedEntry {
  /** Id in the ATS. */
  remote_id: string;
  first_name: string | null;
  last_name: string | null;
  company: string | null;
  title: string | null;
  confidential: boolean | null;
  source: string | null;
  phone_numbers?: PhoneNumber[] | null;
  email_addresses?: EmailAddress[] | null;
  social_media?: SocialMedia[] | null;
  location?: Address | null;
  applications: CandidateApplication[];
  tags: Tag[];
}

/** An application, as far as its candidate tells. */
export interface CandidateApplication {
  id: string;
  remote_id: string | null;
  outcome: ApplicationOutcome | null;
  rejection_reason_name: string | null;
  rejected_at: Timestamp | null;
  remote_url: string | null;
  changed_at: Timestamp;
  remote_created_at: Timestamp | null;
  remote_updated_at: Timestamp | null;
  current_stage: Stage | null;
  job: JobReference | null;
}

const ROUTE: Route = { method: 'GET', path: '/ats/candidates', of: 'integration' };

/**
 * `GET /ats/candidates`: candidates, as of the last sync. The way to a candidate's Kombo id by email
 * or id in the ATS; an email may find several, and each may have several applications.
 * Source: Kombo OpenAPI document (GetAtsCandidates), 2026-05-02.
 */
export function getCandidates(
  caller: OperationCaller,
  request: GetCandidatesRequest,
  options?: CallOptions,
): Listing<Candidate> {
  return new Listing(caller, ROUTE, request, options);
}
