import type { ResultLinksAdminClient } from '@result-links/api-client';
import type {
  AuditAction,
  AuditRecord,
  ListAuditRecordsQuery,
} from '@result-links/contracts/admin';
import { openAdmin } from '../../../api/admin-client.js';
import type { Handler, LineOutcome } from '../../../command.js';
import { Table } from '../../../output/table.js';
import { shortTime } from '../../../output/time.js';
import type { ApiOptions } from '../../../settings/api-options.js';
import { mostOf } from '../../../settings/limit.js';
import { administer } from '../administer.js';

/** The flags of `admin audit`. */
export interface AuditOptions extends ApiOptions {
  account?: string;
  action?: string;
  by?: string;
  subject?: string;
  /** RFC 3339 in UTC. */
  since?: string;
  /** RFC 3339 in UTC. */
  until?: string;
  limit?: number;
  all?: boolean;
}

/** The largest page that the API gives. */
const MAX_PAGE = 200;

/** Page by page. */
export const handleAudit: Handler<AuditOptions> = async ({ options }, context) => {
  const most = mostOf(options);
  const client = await openAdmin(options, context);
  return { lines: pages(client, toQuery(options), most, context.signal), isReadOnly: true };
};

function toQuery(options: AuditOptions): ListAuditRecordsQuery {
  const { account, action, by, subject, since, until } = options;
  return {
    ...(account !== undefined && { account_id: account }),
    // The API names the actions when it does not know one.
    ...(action !== undefined && { action: action as AuditAction }),
    ...(by !== undefined && { key_id: by }),
    ...(subject !== undefined && { subject }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
  };
}

async function* pages(
  client: ResultLinksAdminClient,
  filter: ListAuditRecordsQuery,
  most: number,
  signal: AbortSignal,
): LineOutcome['lines'] {
  const table = new Table<AuditRecord>([
    { title: 'TIME', cell: ({ at }) => shortTime(at) },
    { title: 'ACTION', cell: ({ action }) => action },
    { title: 'BY', cell: ({ key_name, key_id, key_type }) => key_name ?? key_id ?? key_type },
    { title: 'FROM', cell: ({ address }) => address ?? '-' },
    { title: 'ACCOUNT', cell: ({ account_id }) => account_id ?? '-' },
    { title: 'SUBJECT', cell: ({ subject }) => subject ?? '-' },
    { title: 'DETAILS', cell: ({ details }) => JSON.stringify(details) },
  ]);
  let shown = 0;
  let cursor: string | undefined;
  do {
    const limit = Math.min(most - shown, MAX_PAGE);
    const query = { ...filter, limit, ...(cursor !== undefined && { cursor }) };
    const page = await administer(() => client.listAuditRecords(query, { signal }), 'audit');
    yield* table.rows(page.results);
    shown += page.results.length;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && shown < most);
  if (shown === 0) {
    yield { decoration: () => 'No record matches.' };
  }
  if (cursor !== undefined) {
    yield { note: `There are more than these ${shown}; --limit or --all shows them.` };
  }
  return 'ok';
}
