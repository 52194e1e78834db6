import { Listing, type SyncedListRequest } from '../listing.js';
import type { Address, CustomisedEntry, Stage, Timestamp, UserRole } from '../model.js';
import type { CallOptions, OperationCaller, Route } from '../operation-caller.js';

/** What {@link getJobs} takes. */
export interface GetJobsRequest extends SyncedListRequest {
  /** The vacancy numbers that people in the company use. */
  job_codes?: readonly string[];
  /** The public page of the job. */
  post_url?: string;
  statuses?: readonly JobStatus[];
  employment_types?: readonly EmploymentType[];
  visibilities?: readonly JobVisibility[];
  /** Only what was made in the ATS since. ISO 8601, or a `Date`. */
  remote_created_after?: string | Date;
  /** Words of the name. */
  name_contains?: string;
}

export type JobStatus = 'OPEN' | 'CLOSED' | 'DRAFT' | 'ARCHIVED' | (string & {});
export type JobVisibility = 'PUBLIC' | 'INTERNAL' | 'UNLISTED' | 'CONFIDENTIAL' | (string & {});
export type EmploymentType =
  'FULL_TIME' | 'PART_TIME' | 'CONTRACT' | 'SEASONAL' | 'INTERNSHIP' | (string & {});

/** A job with its stages, questions, postings and hiring team. */
export interface Job extends CustomisedEntry {
  /** Id in the ATS. */
  remote_id: string;
  name: string | null;
  job_code: string | null;
  /** HTML. */
  description: string | null;
  confidential: boolean | null;
  weekly_hours: number | null;
  employment_type?: EmploymentType | null;
  status?: JobStatus | null;
  visibility?: JobVisibility | null;
  category: string | null;
  department: string | null;
  post_url: string | null;
  experience_level: string | null;
  remote_work_status?: 'REMOTE' | 'HYBRID' | 'TEMPORARY' | 'ON_SITE' | (string & {}) | null;
  salary_amount: number | null;
  salary_amount_from: number | null;
  salary_amount_to: number | null;
  salary_currency: string | null;
  salary_period?: 'YEAR' | 'MONTH' | 'TWO_WEEKS' | 'WEEK' | 'DAY' | 'HOUR' | (string & {}) | null;
  location?: Address | null;
  opened_at: Timestamp | null;
  closed_at: Timestamp | null;
  contact_id: string | null;
  stages: (Stage & { remote_data: Record<string, unknown> | null })[];
  screening_questions: ScreeningQuestion[];
  job_postings: JobPosting[];
  hiring_team: HiringTeamMember[];
}

/** A question of the application form. */
export interface ScreeningQuestion {
  id: string;
  remote_id: string | null;
  title: string | null;
  description: string | null;
  /** What kind of answer it wants; what else is in it depends on the type. */
  format?: ({ type: string } & Record<string, unknown>) | null;
  category: 'EEO' | 'DEMOGRAPHIC' | (string & {}) | null;
  index?: number | null;
  required: boolean | null;
  /** The question whose answer decides whether this one is asked. */
  precondition_question_id?: string | null;
  /** The answers to it with which it is. */
  precondition_options?: string[] | boolean[] | null;
}

export interface JobPosting {
  id: string;
  remote_id: string | null;
  title: string | null;
  description_html: string | null;
  status: 'ACTIVE' | 'INACTIVE' | 'DRAFT' | (string & {}) | null;
  visibility: 'PUBLIC' | 'INTERNAL' | 'UNLISTED' | (string & {}) | null;
  url: string | null;
  remote_data: Record<string, unknown> | null;
}

export interface HiringTeamMember {
  id: string;
  remote_id: string | null;
  first_name: string | null;
  last_name: string | null;
  email?: string | null;
  hiring_team_roles: string[];
  job_roles: UserRole[];
}

const ROUTE: Route = { method: 'GET', path: '/ats/jobs', of: 'integration' };

/**
 * `GET /ats/jobs`: jobs, as of the last sync.
 * Source: Kombo OpenAPI document (GetAtsJobs), 2026-05-02; the deprecated filter `status` is left out.
 */
export function getJobs(
  caller: OperationCaller,
  request: GetJobsRequest,
  options?: CallOptions,
): Listing<Job> {
  return new Listing(caller, ROUTE, request, options);
}
