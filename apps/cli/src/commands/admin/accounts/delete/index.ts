import type { Command } from '../../../../command.js';
import { API_OPTIONS, type ApiOptions } from '../../../../settings/api-options.js';

/** `result-links admin accounts delete` */
export const remove: Command<ApiOptions> = {
  name: 'delete',
  summary: 'delete an account that nothing was accepted for',
  description:
    'Deletes an account and its API keys. One that has deliveries stays, since what became of ' +
    'them is kept: see update --disable.',
  args: [{ name: 'id', description: 'id of the account', isRequired: true }],
  options: API_OPTIONS,
  examples: ['result-links admin accounts delete acme-test'],
  load: async () => (await import('./handler.js')).handleDelete,
};
