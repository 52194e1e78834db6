import type { Command } from '../../../command.js';
import { API_OPTIONS } from '../../../settings/api-options.js';
import { DEFAULT_LIMIT, limitOption } from '../../../settings/limit.js';
import { FILTER_OPTIONS } from '../filter-options.js';
import type { ListOptions } from './handler.js';

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
