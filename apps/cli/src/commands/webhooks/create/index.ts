import type { Command } from '../../../command.js';
import { API_OPTIONS } from '../../../settings/api-options.js';
import { ENDPOINT_OPTIONS } from '../endpoint-options.js';
import type { CreateOptions } from './handler.js';

/** `result-links webhooks create` */
export const create: Command<CreateOptions> = {
  name: 'create',
  summary: 'tell an address what happens; its secret is shown once',
  description:
    'Tells an address what happens from now on, and shows the secret that its webhooks are signed with, this once. With --json it is the field "secret".',
  args: [],
  options: [...ENDPOINT_OPTIONS, ...API_OPTIONS],
  examples: [
    'result-links webhooks create --url https://hooks.example.com/result-links',
    'result-links webhooks create --url https://hooks.example.com/x --event delivery.failed --event delivery.unknown',
  ],
  load: async () => (await import('./handler.js')).handleCreate,
};
