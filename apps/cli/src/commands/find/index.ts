import type { CommandGroup } from '../../command.js';
import { applications } from './applications/index.js';
import { candidates } from './candidates/index.js';

/** `result-links find` */
export const find: CommandGroup = {
  name: 'find',
  summary: 'find candidates and applications by email, name, job or id in the ATS',
  description:
    'Finds the Kombo ids that result links need. These commands ask Kombo itself, with ' +
    'the key in KOMBO_API_KEY, and change nothing. What Kombo knows is as of the last ' +
    'sync of the integration.',
  commands: [candidates, applications],
};
