import type { Candidate, GetCandidatesRequest } from '@result-links/kombo-client';
import type { FindOptions } from './options.js';
import { pageSize, type Search } from './search.js';

/** Whom to find. */
export interface PersonFilter extends Pick<
  FindOptions,
  'email' | 'name' | 'firstName' | 'lastName' | 'includeDeleted'
> {
  ids?: readonly string[] | undefined;
  remoteIds?: readonly string[] | undefined;
}

type NameFilter = Pick<GetCandidatesRequest, 'first_name' | 'last_name'>;

/** Beyond this, a name has no more ways to be divided. */
const MAX_WORDS = 6;

/** Candidates that match, page by page, each once. */
export async function* findPeople(
  search: Search,
  { ids, remoteIds, email, name, firstName, lastName, includeDeleted }: PersonFilter,
): AsyncGenerator<Candidate[]> {
  const request: GetCandidatesRequest = {
    x_integration_id: search.integrationId,
    page_size: pageSize(search.most),
    ...(ids && { ids }),
    ...(remoteIds && { remote_ids: remoteIds }),
    ...(email !== undefined && { email }),
    ...(firstName !== undefined && { first_name: firstName }),
    ...(lastName !== undefined && { last_name: lastName }),
    ...(search.jobIds && { job_ids: search.jobIds }),
    ...(includeDeleted && { include_deleted: true }),
  };
  const seen = new Set<string>();
  for (const names of name === undefined ? [{}] : readings(name)) {
    const listing = search.client.ats.getCandidates({ ...request, ...names }, search.callOptions);
    for await (const { data } of listing.pages()) {
      yield data.results.filter(({ id }) => !seen.has(id) && seen.add(id));
    }
  }
}

/**
 * What a name can mean, for Kombo compares whole first names and whole last names only: one word is
 * either; several are divided wherever they can be (`Ada | van der Berg`, `Mary Jane | Watson`).
 */
export function readings(name: string): NameFilter[] {
  const words = name.trim().split(/\s+/).slice(0, MAX_WORDS);
  const whole = words.join(' ');
  if (words.length === 1) {
    return [{ last_name: whole }, { first_name: whole }];
  }
  return words.slice(1).map((_word, index) => ({
    first_name: words.slice(0, index + 1).join(' '),
    last_name: words.slice(index + 1).join(' '),
  }));
}
