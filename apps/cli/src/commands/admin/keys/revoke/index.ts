import type { Command } from '../../../../command.js';
import { API_OPTIONS, type ApiOptions } from '../../../../settings/api-options.js';

/** `result-links admin keys revoke` */
export const revoke: Command<ApiOptions> = {
  name: 'revoke',
  summary: 'revoke an API key for good',
  description:
    'Revokes an API key for good. Whoever presents it is refused at once; by other processes of ' +
    'the API within a second as a rule, after 30 seconds at the latest.',
  args: [
    { name: 'account', description: 'id of the account', isRequired: true },
    { name: 'key-id', description: 'id of the key, as keys list shows it', isRequired: true },
  ],
  options: API_OPTIONS,
  examples: ['result-links admin keys revoke acme-eu 019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071'],
  load: async () => (await import('./handler.js')).handleRevoke,
};
