import type { Command } from '../../../../command.js';
import { API_OPTIONS } from '../../../../settings/api-options.js';
import { ACCOUNT_OPTIONS } from '../account-options.js';
import type { UpdateOptions } from './handler.js';

/** `result-links admin accounts update` */
export const update: Command<UpdateOptions> = {
  name: 'update',
  summary: 'change, disable or enable an account',
  description:
    'Changes what is given; every process of the API takes it up by itself. --concurrency and ' +
    '--rate replace both limits together. A disabled account lets nobody in and sends nothing; ' +
    'what it has accepted waits.',
  args: [{ name: 'id', description: 'id of the account', isRequired: true }],
  options: [
    ...ACCOUNT_OPTIONS,
    { flags: '--disable', description: 'let nobody in, send nothing' },
    { flags: '--enable', description: 'the opposite' },
    ...API_OPTIONS,
  ],
  examples: [
    'result-links admin accounts update acme-eu --kombo-key-from file:/run/secrets/kombo',
    'result-links admin accounts update acme-eu --disable',
  ],
  load: async () => (await import('./handler.js')).handleUpdate,
};
