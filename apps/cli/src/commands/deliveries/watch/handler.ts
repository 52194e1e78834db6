import { setTimeout as pause } from 'node:timers/promises';
import type { ResultLinksClient } from '@result-links/api-client';
import { openApi } from '../../../api/client.js';
import { lookUp } from '../../../api/explain-call.js';
import { isKept } from '../../../api/explain.js';
import type { Handler, LineOutcome } from '../../../command.js';
import { CliError } from '../../../errors.js';
import { gravestExit } from '../../../exit-codes.js';
import { STATES, type FilterOptions } from '../filter-options.js';
import { readSelection, type Selection } from '../ids-or-filter.js';
import { changeLine, exitOfEnded } from './change-line.js';
import { follow, type Eyes, type News } from './follow.js';
import type { ApiOptions } from '../../../settings/api-options.js';
import { DEFAULT_LIMIT } from '../../../settings/limit.js';

/** What the flags of `deliveries watch` become. */
export interface WatchOptions extends FilterOptions, ApiOptions {
  limit?: number;
}

const MAX_PAGE = 200;

/** Polls: the API has no stream of changes. */
export const handleWatch: Handler<WatchOptions> = async ({ args, options }, context) => {
  const selection = readSelection(args, options);
  const client = await openApi(options, context);
  const most = options.limit ?? DEFAULT_LIMIT;
  return { lines: watchSelection(client, selection, most, context.signal) };
};

async function* watchSelection(
  client: ResultLinksClient,
  selection: Selection,
  most: number,
  signal: AbortSignal,
): LineOutcome['lines'] {
  const { ids, hasMore } =
    'ids' in selection
      ? { ids: selection.ids, hasMore: false }
      : await pick(client, selection.filter, most, signal);
  if (ids.length === 0) {
    yield { decoration: () => 'No delivery matches.' };
  }
  if (hasMore) {
    yield { note: `Watching the newest ${most} of those that match; --limit changes that.` };
  }
  const eyes: Eyes = {
    look: async (id) => {
      const { attempts: _history, ...delivery } = await lookUp(
        () => client.getDelivery(id, { signal }),
        id,
      );
      return delivery;
    },
    pause: (ms) => pause(ms, undefined, { signal }),
  };
  try {
    const news = follow(ids, eyes);
    let next = await news.next();
    for (; next.done !== true; next = await news.next()) {
      yield toLine(next.value);
    }
    return gravestExit(next.value.map(exitOfEnded));
  } catch (error) {
    throw signal.aborted ? stopped() : error;
  }
}

/** The newest that match; without a state in the filter those that are not ended. */
async function pick(
  client: ResultLinksClient,
  filter: Extract<Selection, { filter: object }>['filter'],
  most: number,
  signal: AbortSignal,
): Promise<{ ids: string[]; hasMore: boolean }> {
  const { state = STATES.filter(isKept) } = filter;
  const query = { ...filter, state, limit: Math.min(most + 1, MAX_PAGE) };
  const ids: string[] = [];
  await lookUp(async () => {
    for await (const { id } of client.iterateDeliveries(query, { signal })) {
      ids.push(id);
      if (ids.length > most) break;
    }
  });
  return { ids: ids.slice(0, most), hasMore: ids.length > most };
}

function toLine(news: News) {
  if ('trouble' in news) {
    return { note: `${news.trouble.message} Still trying.` };
  }
  const { delivery } = news;
  return {
    data: delivery,
    text: (style: Parameters<typeof changeLine>[1]) => changeLine(delivery, style),
  };
}

function stopped(): CliError {
  return new CliError('interrupted', 'Stopped watching; the API goes on with the deliveries.', {
    reason: 'interrupted',
  });
}
