import type { Command } from '../../../../command.js';
import { API_OPTIONS, type ApiOptions } from '../../../../settings/api-options.js';

/** `result-links admin accounts show` */
export const show: Command<ApiOptions> = {
  name: 'show',
  summary: 'show one account',
  description: 'Shows the settings of an account; its secrets are shown to nobody.',
  args: [{ name: 'id', description: 'id of the account', isRequired: true }],
  options: API_OPTIONS,
  examples: ['result-links admin accounts show acme-eu'],
  load: async () => (await import('./handler.js')).handleShow,
};
