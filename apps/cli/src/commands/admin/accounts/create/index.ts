import type { Command } from '../../../../command.js';
import { API_OPTIONS } from '../../../../settings/api-options.js';
import { ACCOUNT_OPTIONS } from '../account-options.js';
import type { CreateOptions } from './handler.js';

/** `result-links admin accounts create` */
export const create: Command<CreateOptions> = {
  name: 'create',
  summary: 'add a Kombo environment',
  description:
    'Adds a Kombo environment. Its region never changes: an account in the EU never calls the ' +
    'US host. The API must have an encryption key, since secrets are kept encrypted or not at all.',
  args: [{ name: 'id', description: 'what to call it: a-z, 0-9, - and _', isRequired: true }],
  options: [
    { flags: '--region <region>', description: "Kombo's region", choices: ['eu', 'us'] },
    ...ACCOUNT_OPTIONS,
    ...API_OPTIONS,
  ],
  examples: [
    'result-links admin accounts create acme-eu --region eu --kombo-key-from env:ACME_KOMBO_KEY',
    'pass acme/kombo | result-links admin accounts create acme-eu --region eu --kombo-key-from stdin',
  ],
  load: async () => (await import('./handler.js')).handleCreate,
};
