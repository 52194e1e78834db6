import type { CommandGroup } from '../../../command.js';
import { create } from './create/index.js';
import { list } from './list/index.js';
import { revoke } from './revoke/index.js';

/** `result-links admin keys` */
export const keys: CommandGroup = {
  name: 'keys',
  summary: 'API keys, by which callers are let in to an account',
  description:
    'Callers of the API present such a key. It belongs to one account, may read or read and ' +
    'write, and can be restricted to integrations. Only a hash of it is kept.',
  commands: [list, create, revoke],
};
