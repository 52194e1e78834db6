import type { Command } from '../../../../command.js';
import { API_OPTIONS, type ApiOptions } from '../../../../settings/api-options.js';

/** `result-links admin accounts list` */
export const list: Command<ApiOptions> = {
  name: 'list',
  summary: 'list all accounts',
  description: 'Lists all accounts; with --json, one JSON document per line.',
  args: [],
  options: API_OPTIONS,
  examples: ['result-links admin accounts list'],
  load: async () => (await import('./handler.js')).handleList,
};
