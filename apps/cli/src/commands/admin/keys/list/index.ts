import type { Command } from '../../../../command.js';
import { API_OPTIONS, type ApiOptions } from '../../../../settings/api-options.js';

/** `result-links admin keys list` */
export const list: Command<ApiOptions> = {
  name: 'list',
  summary: 'list the API keys of an account',
  description:
    'Lists the API keys of an account, newest first, revoked and expired ones too; with ' +
    '--json, one JSON document per line. The keys themselves are not known to anybody.',
  args: [{ name: 'account', description: 'id of the account', isRequired: true }],
  options: API_OPTIONS,
  examples: ['result-links admin keys list acme-eu'],
  load: async () => (await import('./handler.js')).handleList,
};
