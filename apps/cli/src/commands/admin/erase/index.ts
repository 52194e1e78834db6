import type { Command } from '../../../command.js';
import { API_OPTIONS } from '../../../settings/api-options.js';
import type { EraseOptions } from './handler.js';

/** `result-links admin erase` */
export const erase: Command<EraseOptions> = {
  name: 'erase',
  summary: 'erase everything that is kept about a candidate or an application',
  description:
    'Erases content, target, hash and idempotency key of all deliveries to a candidate or an ' +
    'application, in all accounts unless told otherwise, and cancels those that wait. It cannot ' +
    'be undone. What is in the ATS, in the logs of Kombo, in backups and in files of yours (bulk ' +
    'input and reports) is not reached from here.',
  args: [],
  options: [
    { flags: '--candidate <id>', description: 'the candidate, by Kombo id' },
    { flags: '--application <id>', description: 'the application, by Kombo id' },
    { flags: '--integration <id>', description: 'only in this integration' },
    { flags: '--account <id>', description: 'only in this account' },
    { flags: '--yes', description: 'really erase it' },
    ...API_OPTIONS,
  ],
  examples: [
    'result-links admin erase --candidate HqbLvTPPeBhdgzB1x3mEFF9P --yes',
    'result-links admin erase --application app-1 --integration workday:abc --yes',
  ],
  load: async () => (await import('./handler.js')).handleErase,
};
