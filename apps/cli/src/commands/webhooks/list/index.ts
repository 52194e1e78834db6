import type { Command } from '../../../command.js';
import { API_OPTIONS, type ApiOptions } from '../../../settings/api-options.js';

/** `result-links webhooks list` */
export const list: Command<ApiOptions> = {
  name: 'list',
  summary: 'list the addresses that are told',
  description:
    'Lists the webhook endpoints of the account, oldest first; with --json, one JSON document per line.',
  args: [],
  options: API_OPTIONS,
  examples: ['result-links webhooks list'],
  load: async () => (await import('./handler.js')).handleList,
};
