import type { CommandGroup } from '../../../command.js';
import { create } from './create/index.js';
import { list } from './list/index.js';
import { revoke } from './revoke/index.js';

/** `result-links admin admin-keys` */
export const adminKeys: CommandGroup = {
  name: 'admin-keys',
  summary: 'named admin keys, one for each person or program',
  description:
    'Admin keys open the admin routes of the API. The audit names the key that acted, so create ' +
    'one for each person and program, and revoke it when it is no longer needed. The API stores ' +
    'only a hash.',
  commands: [list, create, revoke],
};
