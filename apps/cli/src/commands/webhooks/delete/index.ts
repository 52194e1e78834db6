import type { Command } from '../../../command.js';
import { API_OPTIONS, type ApiOptions } from '../../../settings/api-options.js';
import { ENDPOINT_ARGUMENT } from '../endpoint-options.js';

/** `result-links webhooks delete` */
export const deleteEndpoint: Command<ApiOptions> = {
  name: 'delete',
  summary: 'tell an address nothing more',
  description: 'Deletes a webhook endpoint with all that waits for it.',
  args: [ENDPOINT_ARGUMENT],
  options: API_OPTIONS,
  examples: ['result-links webhooks delete 7d9f0f5e-4a53-4bb0-9d0c-3c2f2b1c9a10'],
  load: async () => (await import('./handler.js')).handleDelete,
};
