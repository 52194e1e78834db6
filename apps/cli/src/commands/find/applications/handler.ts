import type { Handler } from '../../../command.js';
import { Table, type Column } from '../../../output/table.js';
import { mostOf } from '../../../settings/limit.js';
import { shortTime } from '../../../output/time.js';
import { shownUpTo } from '../lines.js';
import type { FindOptions } from '../options.js';
import { findPeople } from '../people.js';
import { fullName, rowsOfCandidate, toApplicationRow, type ApplicationRow } from '../rows.js';
import { openSearch, pageSize, type Search } from '../search.js';

/** What the flags of `find applications` become. */
export interface FindApplicationsOptions extends FindOptions {
  candidate?: string;
  candidateRemoteId?: string;
  outcome?: string[];
}

const COLUMNS: readonly Column<ApplicationRow>[] = [
  { title: 'ID', cell: ({ id }) => id },
  { title: 'REMOTE ID', cell: ({ remote_id }) => remote_id ?? '' },
  { title: 'OUTCOME', cell: ({ outcome }) => outcome ?? '' },
  { title: 'MADE', cell: ({ created_at }) => (created_at === null ? '' : shortTime(created_at)) },
  { title: 'JOB', cell: ({ job }) => job?.name ?? job?.remote_id ?? '' },
  { title: 'CANDIDATE', cell: ({ candidate }) => (candidate ? fullName(candidate) : '') },
  { title: 'CANDIDATE ID', cell: ({ candidate }) => candidate?.id ?? '' },
];

/** Applications, page by page. */
export const handleFindApplications: Handler<FindApplicationsOptions> = async (
  { options },
  context,
) => {
  const most = mostOf(options);
  const search = await openSearch(options, context, most);
  const pages = () => (isAboutPeople(options) ? byPerson(search, options) : all(search, options));
  return {
    lines: shownUpTo(most, pages, new Table(COLUMNS), search, 'No application matches.'),
    isReadOnly: true,
  };
};

/** Kombo cannot look applications up by their candidate; candidates come with their applications. */
function isAboutPeople(options: FindApplicationsOptions): boolean {
  const { email, name, firstName, lastName, candidate, candidateRemoteId } = options;
  return [email, name, firstName, lastName, candidate, candidateRemoteId].some(
    (flag) => flag !== undefined,
  );
}

async function* byPerson(
  search: Search,
  options: FindApplicationsOptions,
): AsyncGenerator<ApplicationRow[]> {
  const { candidate, candidateRemoteId, id, remoteId, outcome } = options;
  const people = findPeople(search, {
    ...options,
    ids: candidate === undefined ? undefined : [candidate],
    remoteIds: candidateRemoteId === undefined ? undefined : [candidateRemoteId],
  });
  const isOneOf = (wanted: readonly string[] | undefined, value: string | null | undefined) =>
    wanted === undefined || (value != null && wanted.includes(value));
  for await (const page of people) {
    yield page
      .flatMap(rowsOfCandidate)
      .filter(
        (row) =>
          isOneOf(id, row.id) &&
          isOneOf(remoteId, row.remote_id) &&
          isOneOf(outcome, row.outcome) &&
          isOneOf(search.jobIds, row.job?.id),
      );
  }
}

async function* all(
  search: Search,
  options: FindApplicationsOptions,
): AsyncGenerator<ApplicationRow[]> {
  const { id, remoteId, outcome, includeDeleted } = options;
  const listing = search.client.ats.getApplications(
    {
      x_integration_id: search.integrationId,
      page_size: pageSize(search.most),
      ...(id && { ids: id }),
      ...(remoteId && { remote_ids: remoteId }),
      ...(outcome && { outcomes: outcome }),
      ...(search.jobIds && { job_ids: search.jobIds }),
      ...(includeDeleted && { include_deleted: true }),
    },
    search.callOptions,
  );
  for await (const { data } of listing.pages()) {
    yield data.results.map(toApplicationRow);
  }
}
