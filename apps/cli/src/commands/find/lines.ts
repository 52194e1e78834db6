import type { LineOutcome } from '../../command.js';
import type { Table } from '../../output/table.js';
import { explained, type Search } from './search.js';

/** Rows as they come, up to `most`; closes the search when it is over. */
export async function* shownUpTo<T>(
  most: number,
  pages: () => AsyncIterable<T[]>,
  table: Table<T>,
  search: Search,
  whenNone: string,
): LineOutcome['lines'] {
  let shown = 0;
  let hasMore = false;
  try {
    for await (const page of pages()) {
      const rows = page.slice(0, most - shown);
      shown += rows.length;
      yield* table.rows(rows);
      if (rows.length < page.length) {
        hasMore = true;
        break;
      }
    }
  } catch (error) {
    throw explained(error);
  } finally {
    search.client.close();
  }
  if (shown === 0) {
    yield { decoration: () => whenNone };
  }
  if (hasMore) {
    yield { note: `There are more than these ${shown}; --limit or --all shows them.` };
  }
  return 'ok';
}
