import type { Command } from '../../../command.js';
import { API_OPTIONS } from '../../../settings/api-options.js';
import { ENDPOINT_ARGUMENT, ENDPOINT_OPTIONS } from '../endpoint-options.js';
import type { UpdateOptions } from './handler.js';

/** `result-links webhooks update` */
export const update: Command<UpdateOptions> = {
  name: 'update',
  summary: 'change where to and what, or switch it off and on',
  description:
    'Changes what is given. Switched on again, an address also gets what still waits for it.',
  args: [ENDPOINT_ARGUMENT],
  options: [
    ...ENDPOINT_OPTIONS,
    { flags: '--off', description: 'send nothing more, and keep no new events for it' },
    { flags: '--on', description: 'send again' },
    ...API_OPTIONS,
  ],
  examples: ['result-links webhooks update 7d9f0f5e-4a53-4bb0-9d0c-3c2f2b1c9a10 --on'],
  load: async () => (await import('./handler.js')).handleUpdate,
};
