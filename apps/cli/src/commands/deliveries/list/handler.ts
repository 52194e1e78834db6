import type { ResultLinksClient } from '@result-links/api-client';
import type { DeliveryFilter } from '@result-links/contracts';
import { openApi } from '../../../api/client.js';
import { lookUp } from '../../../api/explain-call.js';
import type { Handler, LineOutcome } from '../../../command.js';
import { mostOf } from '../../../settings/limit.js';
import { toFilter, type FilterOptions } from '../filter-options.js';
import { DeliveryTable } from '../text/table.js';
import type { ApiOptions } from '../../../settings/api-options.js';

/** What the flags of `deliveries list` become. */
export interface ListOptions extends FilterOptions, ApiOptions {
  limit?: number;
  all?: boolean;
}

/** The largest page that the API gives. */
const MAX_PAGE = 200;

/** Page by page, so that the first rows are there at once and none has to be kept. */
export const handleList: Handler<ListOptions> = async ({ options }, context) => {
  const most = mostOf(options);
  const filter = toFilter(options);
  const client = await openApi(options, context);
  return { lines: pages(client, filter, most, context.signal), isReadOnly: true };
};

async function* pages(
  client: ResultLinksClient,
  filter: DeliveryFilter,
  most: number,
  signal: AbortSignal,
): LineOutcome['lines'] {
  const table = new DeliveryTable();
  let shown = 0;
  let cursor: string | undefined;
  do {
    const query = {
      ...filter,
      limit: Math.min(most - shown, MAX_PAGE),
      ...(cursor === undefined ? {} : { cursor }),
    };
    const page = await lookUp(() => client.listDeliveries(query, { signal }));
    yield* table.rows(page.results);
    shown += page.results.length;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && shown < most);
  if (shown === 0) {
    yield { decoration: () => 'No delivery matches.' };
  }
  if (cursor !== undefined) {
    yield { note: `There are more than these ${shown}; --limit or --all shows them.` };
  }
  return 'ok';
}
