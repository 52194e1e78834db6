import type { CommandGroup } from '../../command.js';
import { cancel } from './cancel/index.js';
import { list } from './list/index.js';
import { resolve } from './resolve/index.js';
import { retry } from './retry/index.js';
import { show } from './show/index.js';
import { watch } from './watch/index.js';

/** `result-links deliveries` */
export const deliveries: CommandGroup = {
  name: 'deliveries',
  summary: 'list, follow and handle the result links that the API has accepted',
  description:
    'A delivery is an accepted result link on its way to its candidate or ' +
    'application. All these commands ask the result-links API: its address comes ' +
    'from --api-url, RESULT_LINKS_API_URL or a profile, its key from ' +
    'RESULT_LINKS_API_KEY or a profile.',
  commands: [list, show, retry, cancel, resolve, watch],
};
