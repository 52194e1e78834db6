import type { CommandGroup } from '../../../command.js';
import { create } from './create/index.js';
import { remove } from './delete/index.js';
import { list } from './list/index.js';
import { show } from './show/index.js';
import { update } from './update/index.js';

/** `result-links admin accounts` */
export const accounts: CommandGroup = {
  name: 'accounts',
  summary: 'Kombo environments: regions, keys, secrets, limits',
  description:
    'An account is one Kombo environment. The one called default has its settings from the ' +
    'environment of the API; all others are kept by it, their secrets encrypted.',
  commands: [list, show, create, update, remove],
};
