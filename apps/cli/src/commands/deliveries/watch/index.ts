import type { Command } from '../../../command.js';
import { API_OPTIONS } from '../../../settings/api-options.js';
import { DEFAULT_LIMIT, limitOption } from '../../../settings/limit.js';
import { FILTER_OPTIONS } from '../filter-options.js';
import type { WatchOptions } from './handler.js';

/** `result-links deliveries watch` */
export const watch: Command<WatchOptions> = {
  name: 'watch',
  summary: 'follow deliveries until all are ended',
  description:
    'Prints where deliveries stand and every change, until all are delivered, failed, ' +
    'cancelled or unknown. Without ids, filters pick the deliveries, once, at the start; ' +
    'without --state those that are not ended yet. A parked delivery is not ended: it waits ' +
    'until its integration is repaired.\n\n' +
    'With --json, prints one JSON document per line and change. Ends with 0 when all were delivered, else with the exit code of the ' +
    'gravest: 4 (one is unknown), 6 (one needs a repair), 3 (one failed or was ' +
    'cancelled). Ctrl-C ends the watching, not the deliveries.',
  args: [{ name: 'id', description: 'ids of deliveries', isRepeatable: true }],
  options: [
    ...FILTER_OPTIONS,
    limitOption(`with filters: at most so many, the newest (default: ${DEFAULT_LIMIT})`),
    ...API_OPTIONS,
  ],
  examples: [
    'result-links deliveries watch 019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071',
    'result-links deliveries watch',
    'result-links deliveries watch --integration workday:sandbox-healthy',
  ],
  load: async () => (await import('./handler.js')).handleWatch,
};
