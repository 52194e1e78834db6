import type { Command } from '../../../command.js';
import { API_OPTIONS, type ApiOptions } from '../../../settings/api-options.js';
import { limitOption } from '../../../settings/limit.js';
import { FILTER_OPTIONS, type FilterOptions } from '../filter-options.js';

/** What the flags of `deliveries list` become. */
export interface ListOptions extends FilterOptions, ApiOptions {
  limit?: number;
  all?: boolean;
}

/** Deliveries that are shown unless told otherwise. */
export const DEFAULT_LIMIT = 50;

/** `result-links deliveries list` */
export const list: Command<ListOptions> = {
  name: 'list',
  summary: 'list deliveries, newest first',
  description:
    'Lists deliveries, newest first, as a table; with --json as one JSON document per ' +
    'line and delivery.',
  args: [],
  options: [
    ...FILTER_OPTIONS,
    limitOption(`at most so many (default: ${DEFAULT_LIMIT})`),
    { flags: '--all', description: 'all that match' },
    ...API_OPTIONS,
  ],
  examples: [
    'result-links deliveries list --state failed --state unknown --since 2h',
    'result-links deliveries list --error-code REMOTE.INPUT_INVALID --all --json | jq -r .id',
  ],
  load: async () => (await import('./handler.js')).handleList,
};
