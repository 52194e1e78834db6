import type { Command } from '../../../../command.js';
import { API_OPTIONS } from '../../../../settings/api-options.js';
import { futureTimeOption } from '../../../../settings/time.js';
import type { CreateKeyOptions } from './handler.js';

/** `result-links admin keys create` */
export const create: Command<CreateKeyOptions> = {
  name: 'create',
  summary: 'make an API key; it is shown once',
  description:
    'Makes an API key and shows it, this once: only a hash is kept. With --json it is the field ' +
    '"key".',
  args: [{ name: 'account', description: 'id of the account', isRequired: true }],
  options: [
    { flags: '--name <text>', description: 'what it is for' },
    {
      flags: '--scope <scope>',
      description: 'read, or read and write (default: write)',
      choices: ['read', 'write'],
    },
    {
      flags: '--integration <id>',
      description: 'only for this integration; may be repeated (default: all)',
      isRepeatable: true,
    },
    futureTimeOption('--expires', 'when it ends'),
    ...API_OPTIONS,
  ],
  examples: [
    'result-links admin keys create default --name dashboard --scope read',
    'result-links admin keys create acme-eu --name backend --integration workday:HWUTwvyx2wLoSUHphiWVrp28',
  ],
  load: async () => (await import('./handler.js')).handleCreate,
};
