import type { Command } from '../../../../command.js';
import { API_OPTIONS, type ApiOptions } from '../../../../settings/api-options.js';

/** `result-links admin admin-keys revoke` */
export const revoke: Command<ApiOptions> = {
  name: 'revoke',
  summary: 'revoke an admin key permanently',
  description:
    'Revokes an admin key permanently. The API refuses it at once; other processes of the API ' +
    'usually within 1 s, always within 30 s.',
  args: [{ name: 'key-id', description: 'ID of the key, see admin-keys list', isRequired: true }],
  options: API_OPTIONS,
  examples: ['result-links admin admin-keys revoke 019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6072'],
  load: async () => (await import('./handler.js')).handleRevoke,
};
