import { isSupported } from './support.js';
import { applicationEntry, candidateEntry, jobEntry, stageOf } from './entries.js';
import {
  applicantOf,
  applicationByRemoteId,
  applicationNumber,
  entryNumber,
  personByRemoteId,
  remoteId,
} from './ids.js';
import { pageOf, range, sortedFrom, type ListPage } from './paging.js';
import {
  hasEmail,
  JOB_COUNT,
  numbersByEmail,
  person,
  POPULATION_SIZE,
  type Person,
} from './people.js';
import { COMMON, date, email, list, oneOf, readQuery, text, type RawQuery } from './query.js';

const CANDIDATES = { ...COMMON, email, first_name: text, last_name: text, job_ids: list };

const OUTCOMES = oneOf('PENDING', 'HIRED', 'DECLINED');

const APPLICATIONS = {
  ...COMMON,
  outcome: OUTCOMES,
  outcomes: OUTCOMES,
  job_ids: list,
  job_remote_ids: list,
  current_stage_ids: list,
  remote_created_after: date,
};

const JOBS = {
  ...COMMON,
  job_codes: list,
  post_url: text,
  statuses: oneOf('OPEN', 'CLOSED', 'DRAFT', 'ARCHIVED'),
  name_contains: text,
  remote_created_after: date,
};

/** `data` of `GET /ats/candidates`. @throws {InvalidQueryError} */
export function listCandidates(integrationId: string, raw: RawQuery): ListPage<unknown> {
  const query = readQuery(CANDIDATES, raw);
  const address = filterUnlessIgnored(integrationId, query, 'email');
  if (address === NOBODY) return { results: [], next: null };
  const jobs = query.job_ids && numbersOf(integrationId, 'job', query.job_ids);
  const matches = (one: Person) =>
    isListed(one, query) &&
    (address === undefined || hasEmail(one, address)) &&
    isNamed(one.firstName, query.first_name) &&
    isNamed(one.lastName, query.last_name) &&
    (jobs === undefined || one.applications.some(({ job }) => jobs.includes(job)));
  const chosen = intersection(
    query.ids && numbersOf(integrationId, 'candidate', query.ids),
    query.remote_ids?.map(personByRemoteId),
    address === undefined ? undefined : numbersByEmail(address),
  );
  return pageOf(
    (from) => (chosen ? sortedFrom(chosen, from) : range(from, 1, POPULATION_SIZE)),
    (number) => {
      const one = person(number);
      return one && matches(one) ? candidateEntry(integrationId, one) : undefined;
    },
    query,
  );
}

/** `data` of `GET /ats/applications`. @throws {InvalidQueryError} */
export function listApplications(integrationId: string, raw: RawQuery): ListPage<unknown> {
  const query = readQuery(APPLICATIONS, raw);
  const outcomes = query.outcomes ?? query.outcome;
  const jobs = query.job_ids && numbersOf(integrationId, 'job', query.job_ids);
  const chosen = intersection(
    query.ids && numbersOf(integrationId, 'application', query.ids),
    query.remote_ids?.map(applicationByRemoteId),
  );
  const read = (number: number) => {
    const { person: owner, nth } = applicantOf(number);
    const who = person(owner);
    const one = who?.applications.find((application) => application.number === nth);
    const isMatch =
      who !== undefined &&
      one !== undefined &&
      isListed(who, query) &&
      (outcomes === undefined || outcomes.includes(one.outcome)) &&
      (jobs === undefined || jobs.includes(one.job)) &&
      (query.job_remote_ids?.includes(remoteId.job(one.job)) ?? true) &&
      (query.current_stage_ids?.includes(stageOf(integrationId, one).id) ?? true) &&
      isSince(one.createdAt, query.remote_created_after);
    return isMatch ? applicationEntry(integrationId, who, one) : undefined;
  };
  const last = applicationNumber(POPULATION_SIZE, 9);
  return pageOf(
    (from) => (chosen ? sortedFrom(chosen, from) : range(from, applicationNumber(1, 1), last)),
    read,
    query,
  );
}

/** `data` of `GET /ats/jobs`; of its filters, those that find a job by id, code, state or name. @throws {InvalidQueryError} */
export function listJobs(integrationId: string, raw: RawQuery): ListPage<unknown> {
  const query = readQuery(JOBS, raw);
  const read = (number: number) => {
    const job = jobEntry(integrationId, number);
    const isMatch =
      (query.ids?.includes(job.id) ?? true) &&
      (query.remote_ids?.includes(job.remote_id) ?? true) &&
      (query.job_codes?.includes(job.job_code) ?? true) &&
      (query.post_url === undefined || query.post_url === job.post_url) &&
      (query.statuses?.some((status) => status === job.status) ?? true) &&
      job.name.toLowerCase().includes(query.name_contains?.toLowerCase() ?? '') &&
      isSince(job.remote_created_at, query.remote_created_after) &&
      isSince(job.changed_at, query.updated_after);
    return isMatch ? job : undefined;
  };
  return pageOf((from) => range(from, 1, JOB_COUNT), read, query);
}

/** Whether an integration has somebody, or an application, with this Kombo id who is still there. */
export function isPopulated(
  integrationId: string,
  kind: 'candidate' | 'application',
  id: string,
): boolean {
  const number = entryNumber(integrationId, kind, id);
  if (number === undefined) return false;
  const { person: owner, nth } =
    kind === 'candidate' ? { person: number, nth: undefined } : applicantOf(number);
  const one = person(owner);
  return (
    one?.deletedAt === null &&
    (nth === undefined || one.applications.some((application) => application.number === nth))
  );
}

/** A filter by something that the ATS does not have, and that was not to be left out. */
const NOBODY = Symbol('nobody');

function filterUnlessIgnored(
  integrationId: string,
  query: { email?: string; ignore_unsupported_filters?: boolean },
  name: 'email',
): string | undefined | typeof NOBODY {
  if (query[name] === undefined || isSupported(integrationId, name)) return query[name];
  return query.ignore_unsupported_filters === true ? undefined : NOBODY;
}

function isListed(
  one: Person,
  { include_deleted = false, updated_after }: { include_deleted?: boolean; updated_after?: number },
): boolean {
  return (include_deleted || one.deletedAt === null) && isSince(one.changedAt, updated_after);
}

function isSince(time: string | null, since: number | undefined): boolean {
  return since === undefined || (time !== null && Date.parse(time) >= since);
}

function isNamed(name: string | null, sought: string | undefined): boolean {
  return sought === undefined || name?.toLowerCase() === sought.toLowerCase();
}

function numbersOf(
  integrationId: string,
  kind: 'candidate' | 'application' | 'job',
  ids: readonly string[],
): (number | undefined)[] {
  return ids.map((id) => entryNumber(integrationId, kind, id));
}

/** What is in all lists that there are; `undefined` when there is none. */
function intersection(
  ...lists: (readonly (number | undefined)[] | undefined)[]
): (number | undefined)[] | undefined {
  const given = lists.filter((one) => one !== undefined);
  const [first, ...others] = given;
  return first?.filter((number) => others.every((other) => other.includes(number)));
}
