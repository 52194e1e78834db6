/**
 * People as Kombo tells of them. Source of the shapes: Kombo OpenAPI document (GetAtsCandidates,
 * GetAtsApplications, GetAtsJobs), 2026-05-02.
 */
import { applicationNumber, entryId, remoteId } from './ids.js';
import { JOB_COUNT, person, type ApplicationFacts, type Person } from './people.js';
import { isSupported } from './support.js';

const JOB_TITLES = [
  'Engineer',
  'Writer',
  'Nurse',
  'Analyst',
  'Recruiter',
  'Cook',
  'Driver',
  'Teacher',
];
const STAGES = ['Applied', 'Screening', 'Assessment', 'Offer', 'Closed'];
const OPENED_AT = '2024-11-01T08:00:00.000Z';

/** A candidate, as `GET /ats/candidates` lists them. */
export type SandboxCandidate = ReturnType<typeof candidateEntry>;
/** An application, as `GET /ats/applications` lists them. */
export type SandboxApplication = ReturnType<typeof applicationEntry>;
/** A job, as `GET /ats/jobs` lists them. */
export type SandboxJob = ReturnType<typeof jobEntry>;

/**
 * The candidate with this number in an integration, also one that was deleted. What is special about
 * them, by the last digit, is in README.md ("Population").
 *
 * @param integrationId whole, with its suffix: ids differ from integration to integration
 * @param number 1 to 10,000
 * @throws {RangeError} for another number
 */
export function sandboxCandidate(integrationId: string, number: number): SandboxCandidate {
  return candidateEntry(integrationId, knownPerson(number));
}

/** The applications of that candidate, the oldest first. @throws {RangeError} likewise */
export function sandboxApplications(integrationId: string, number: number): SandboxApplication[] {
  const applicant = knownPerson(number);
  return applicant.applications.map((one) => applicationEntry(integrationId, applicant, one));
}

/** The job with this number, 1 to 40. @throws {RangeError} for another number */
export function sandboxJob(integrationId: string, number: number): SandboxJob {
  if (!Number.isInteger(number) || number < 1 || number > JOB_COUNT) {
    throw new RangeError(
      `There is no job ${number} in the sandbox; they go from 1 to ${JOB_COUNT}.`,
    );
  }
  return jobEntry(integrationId, number);
}

/** @param who out of `people.ts` */
export function candidateEntry(integrationId: string, who: Person) {
  return {
    id: entryId(integrationId, 'candidate', who.number),
    remote_id: remoteId.candidate(who.number),
    ...personalParts(integrationId, who),
    company: null,
    title: null,
    confidential: false,
    location: null,
    custom_fields: null,
    integration_fields: [],
    remote_created_at: who.applications[0]?.createdAt ?? null,
    remote_updated_at: null,
    remote_data: null,
    changed_at: who.changedAt,
    remote_deleted_at: who.deletedAt,
    applications: who.applications.map((one) => ({
      ...sharedParts(integrationId, who, one),
      current_stage: stageOf(integrationId, one),
      job: jobReference(integrationId, one.job),
    })),
  };
}

/** @param one of `who` */
export function applicationEntry(integrationId: string, who: Person, one: ApplicationFacts) {
  const candidateId = entryId(integrationId, 'candidate', who.number);
  const stage = stageOf(integrationId, one);
  return {
    ...sharedParts(integrationId, who, one),
    current_stage_id: stage.id,
    job_id: entryId(integrationId, 'job', one.job),
    candidate_id: candidateId,
    screening_question_answers: [],
    custom_fields: null,
    integration_fields: [],
    remote_deleted_at: who.deletedAt,
    remote_data: null,
    candidate: {
      id: candidateId,
      remote_id: remoteId.candidate(who.number),
      ...personalParts(integrationId, who),
    },
    current_stage: stage,
    job: jobReference(integrationId, one.job),
    interviews: [],
    offers: [],
  };
}

/** @param number 1 to 40 */
export function jobEntry(integrationId: string, number: number) {
  const isOpen = number % 5 !== 0;
  return {
    ...jobReference(integrationId, number),
    job_code: `R-${number}`,
    description: null,
    confidential: false,
    weekly_hours: 40,
    employment_type: 'FULL_TIME',
    status: isOpen ? 'OPEN' : 'CLOSED',
    visibility: 'PUBLIC',
    category: null,
    department: null,
    post_url: `https://jobs.customer.example.com/${number}`,
    experience_level: null,
    remote_work_status: null,
    salary_amount: null,
    salary_amount_from: null,
    salary_amount_to: null,
    salary_currency: null,
    salary_period: null,
    location: null,
    custom_fields: null,
    integration_fields: [],
    remote_url: `https://ats.customer.example.com/jobs/${number}`,
    opened_at: OPENED_AT,
    closed_at: isOpen ? null : '2026-03-01T08:00:00.000Z',
    remote_created_at: OPENED_AT,
    remote_updated_at: OPENED_AT,
    contact_id: null,
    remote_data: null,
    changed_at: OPENED_AT,
    remote_deleted_at: null,
    stages: STAGES.map((_name, index) => ({ ...stage(integrationId, index), remote_data: null })),
    screening_questions: [],
    job_postings: [],
    hiring_team: [],
  };
}

/** Kombo id of the stage an application is in now. */
export function stageOf(integrationId: string, { outcome, number }: ApplicationFacts) {
  return stage(integrationId, outcome === 'PENDING' ? number % 4 : STAGES.length - 1);
}

function stage(integrationId: string, index: number) {
  return {
    id: entryId(integrationId, 'stage', index + 1),
    remote_id: `STAGE-${index + 1}`,
    name: STAGES[index] ?? null,
    index,
  };
}

function personalParts(integrationId: string, who: Person) {
  return {
    first_name: who.firstName,
    last_name: who.lastName,
    email_addresses: isSupported(integrationId, 'email') ? addressesOf(who) : null,
    phone_numbers: [],
    social_media: [],
    source: null,
    remote_url: `https://ats.customer.example.com/candidates/${who.number}`,
    tags: [],
  };
}

function addressesOf({ emails }: Person) {
  return emails.map((email_address, index) => ({
    email_address,
    type: index === 0 ? 'PRIVATE' : 'WORK',
  }));
}

function sharedParts(integrationId: string, who: Person, one: ApplicationFacts) {
  return {
    id: entryId(integrationId, 'application', applicationNumber(who.number, one.number)),
    remote_id: remoteId.application(who.number, one.number),
    outcome: one.outcome,
    rejection_reason_name: null,
    rejected_at: one.outcome === 'DECLINED' ? one.createdAt : null,
    remote_url: `https://ats.customer.example.com/applications/${who.number}-${one.number}`,
    changed_at: who.changedAt,
    remote_created_at: one.createdAt,
    remote_updated_at: one.createdAt,
  };
}

function jobReference(integrationId: string, number: number) {
  const title = JOB_TITLES[number % JOB_TITLES.length] as string;
  return {
    id: entryId(integrationId, 'job', number),
    remote_id: remoteId.job(number),
    name: `${title} ${number}`,
  };
}

function knownPerson(number: number): Person {
  const known = person(number);
  if (known === undefined) {
    throw new RangeError(
      `There is no candidate ${number} in the sandbox; they go from 1 to 10,000.`,
    );
  }
  return known;
}
