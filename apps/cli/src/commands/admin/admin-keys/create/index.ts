import type { Command } from '../../../../command.js';
import { API_OPTIONS } from '../../../../settings/api-options.js';
import { futureTimeOption } from '../../../../settings/time.js';
import type { CreateAdminKeyOptions } from './handler.js';

/** `result-links admin admin-keys create` */
export const create: Command<CreateAdminKeyOptions> = {
  name: 'create',
  summary: 'create an admin key; it is shown once',
  description:
    'Creates an admin key and shows it once: the API stores only a hash. With --json it is the ' +
    'field "key".',
  args: [],
  options: [
    { flags: '--name <text>', description: 'who or what uses it; the audit shows it' },
    {
      flags: '--scope <scope>',
      description: 'read: only admin routes that read; write: all (default: write)',
      choices: ['read', 'write'],
    },
    futureTimeOption('--expires', 'when it expires'),
    ...API_OPTIONS,
  ],
  examples: [
    'result-links admin admin-keys create --name kim',
    'result-links admin admin-keys create --name auditor --scope read --expires 90d',
  ],
  load: async () => (await import('./handler.js')).handleCreate,
};
