import type { Command } from '../../../command.js';
import { API_OPTIONS } from '../../../settings/api-options.js';
import { FILTER_OPTIONS } from '../filter-options.js';
import type { RetryOptions } from './handler.js';

/** `result-links deliveries retry` */
export const retry: Command<RetryOptions> = {
  name: 'retry',
  summary: 'send failed or cancelled deliveries again',
  description:
    'Sends deliveries again that have failed or were cancelled; those that wait for ' +
    'their next attempt go at once. Name them by their ids, or by filters together ' +
    'with --dry-run (how many would it be?) or --yes (do it).\n\n' +
    'Unknown ones are never touched, their link may be in the ATS: see resolve.',
  args: [{ name: 'id', description: 'ids of deliveries', isRepeatable: true }],
  options: [
    ...FILTER_OPTIONS,
    { flags: '--dry-run', description: 'with filters: only say how many it would be' },
    { flags: '--yes', description: 'with filters: do it' },
    ...API_OPTIONS,
  ],
  examples: [
    'result-links deliveries retry 019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071',
    'result-links deliveries retry --state failed --integration workday:sandbox-healthy --dry-run',
    'result-links deliveries retry --error-code REMOTE.SERVICE_UNAVAILABLE --since 1d --yes',
  ],
  load: async () => (await import('./handler.js')).handleRetry,
};
