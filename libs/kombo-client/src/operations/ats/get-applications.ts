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

/** What {@link getApplications} takes. */
export interface GetApplicationsRequest extends SyncedListRequest {
  outcomes?: readonly ApplicationOutcome[];
  /** Kombo ids of jobs. */
  job_ids?: readonly string[];
  /** Ids of jobs in the ATS. */
  job_remote_ids?: readonly string[];
  /** Kombo ids of the stages they are in now. */
  current_stage_ids?: readonly string[];
  /** Only what was made in the ATS since. ISO 8601, or a `Date`. */
  remote_created_after?: string | Date;
}

/** An application with its candidate, job and stage. */
export interface Application extends CustomisedEntry {
  /** Id in the ATS. */
  remote_id: string | null;
  outcome: ApplicationOutcome | null;
  rejection_reason_name: string | null;
  rejected_at: Timestamp | null;
  current_stage_id: string | null;
  job_id: string | null;
  candidate_id: string | null;
  screening_question_answers?: ScreeningAnswer[] | null;
  candidate: ApplicationCandidate | null;
  current_stage: Stage | null;
  job: JobReference | null;
  interviews: ApplicationInterview[];
  offers: { id: string; remote_id: string | null; status: string | null }[];
}

/** A candidate, as far as the application tells. */
export interface ApplicationCandidate {
  id: string;
  remote_id: string;
  first_name: string | null;
  last_name: string | null;
  email_addresses?: EmailAddress[] | null;
  phone_numbers?: PhoneNumber[] | null;
  social_media?: SocialMedia[] | null;
  source: string | null;
  remote_url: string | null;
  tags: Tag[];
}

/** An answer to a question of the application form. */
export interface ScreeningAnswer {
  question: { remote_id: string | null; title: string; type: string };
  /** By the type of the question: `content`, `choice`, `choices`, `checked`, `number`, `date` or `raw`. */
  answer: Record<string, unknown>;
}

export interface ApplicationInterview {
  id: string;
  remote_id: string | null;
  title: string | null;
  starting_at: Timestamp | null;
  ending_at: Timestamp | null;
  location?: Address | null;
  canceled: boolean | null;
}

const ROUTE: Route = { method: 'GET', path: '/ats/applications', of: 'integration' };

/**
 * `GET /ats/applications`: applications, as of the last sync.
 * Source: Kombo OpenAPI document (GetAtsApplications), 2026-05-02; the deprecated filter `outcome` is left out.
 */
export function getApplications(
  caller: OperationCaller,
  request: GetApplicationsRequest,
  options?: CallOptions,
): Listing<Application> {
  return new Listing(caller, ROUTE, request, options);
}
