import type { Command } from '../../../command.js';
import { API_OPTIONS, type ApiOptions } from '../../../settings/api-options.js';

/** `result-links deliveries show` */
export const show: Command<ApiOptions> = {
  name: 'show',
  summary: 'show a delivery with all its attempts',
  description: 'Shows where a delivery stands, why, what to do about it, and all its attempts.',
  args: [{ name: 'id', description: 'id of the delivery', isRequired: true }],
  options: API_OPTIONS,
  examples: [
    'result-links deliveries show 019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071',
    'result-links deliveries show 019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071 --json | jq -r .state',
  ],
  load: async () => (await import('./handler.js')).handleShow,
};
