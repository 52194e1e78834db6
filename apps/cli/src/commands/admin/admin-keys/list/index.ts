import type { Command } from '../../../../command.js';
import { API_OPTIONS, type ApiOptions } from '../../../../settings/api-options.js';

/** `result-links admin admin-keys list` */
export const list: Command<ApiOptions> = {
  name: 'list',
  summary: 'list the named admin keys',
  description:
    'Lists the named admin keys, newest first, including revoked and expired ones; with --json, ' +
    'one JSON document per line.',
  args: [],
  options: API_OPTIONS,
  examples: ['result-links admin admin-keys list'],
  load: async () => (await import('./handler.js')).handleList,
};
