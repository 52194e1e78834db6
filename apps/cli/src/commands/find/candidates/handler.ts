import type { Handler } from '../../../command.js';
import { Table, type Column } from '../../../output/table.js';
import { mostOf } from '../../../settings/limit.js';
import { fullName, toCandidateRow, type CandidateRow } from '../rows.js';
import { shownUpTo } from '../lines.js';
import { openSearch } from '../search.js';
import type { FindOptions } from '../options.js';
import { findPeople } from '../people.js';

const COLUMNS: readonly Column<CandidateRow>[] = [
  { title: 'ID', cell: ({ id }) => id },
  { title: 'REMOTE ID', cell: ({ remote_id }) => remote_id },
  { title: 'NAME', cell: fullName },
  { title: 'EMAIL', cell: ({ email_addresses }) => email_addresses.join(', ') },
  { title: 'APPLICATIONS', cell: applicationsOf },
];

/** Candidates, page by page. */
export const handleFindCandidates: Handler<FindOptions> = async ({ options }, context) => {
  const most = mostOf(options);
  const search = await openSearch(options, context, most);
  const pages = async function* () {
    for await (const page of findPeople(search, {
      ...options,
      ids: options.id,
      remoteIds: options.remoteId,
    })) {
      yield page.map(toCandidateRow);
    }
  };
  return {
    lines: shownUpTo(most, pages, new Table(COLUMNS), search, 'No candidate matches.'),
    isReadOnly: true,
  };
};

/** `2: Engineer 7 PENDING, Writer 3 HIRED` */
function applicationsOf({ applications, remote_deleted_at }: CandidateRow): string {
  const each = applications.map(({ job, outcome }) =>
    [job?.name ?? job?.remote_id, outcome].filter(Boolean).join(' '),
  );
  const text = each.length === 0 ? 'none' : each.join(', ');
  return remote_deleted_at === null ? text : `${text} (deleted in the ATS)`;
}
