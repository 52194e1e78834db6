import type { Command } from '../../../command.js';
import { API_OPTIONS, type ApiOptions } from '../../../settings/api-options.js';
import { ENDPOINT_ARGUMENT } from '../endpoint-options.js';

/** `result-links webhooks rotate-secret` */
export const rotateSecret: Command<ApiOptions> = {
  name: 'rotate-secret',
  summary: 'make a new secret; it is shown once',
  description:
    'Makes a new secret and shows it, this once. The old one signs as well for another day, so that receivers can change over.',
  args: [ENDPOINT_ARGUMENT],
  options: API_OPTIONS,
  examples: ['result-links webhooks rotate-secret 7d9f0f5e-4a53-4bb0-9d0c-3c2f2b1c9a10'],
  load: async () => (await import('./handler.js')).handleRotateSecret,
};
