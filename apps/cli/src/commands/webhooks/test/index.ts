import type { Command } from '../../../command.js';
import { API_OPTIONS, type ApiOptions } from '../../../settings/api-options.js';
import { ENDPOINT_ARGUMENT } from '../endpoint-options.js';

/** `result-links webhooks test` */
export const test: Command<ApiOptions> = {
  name: 'test',
  summary: 'send a test event and say what came of it',
  description:
    'Sends the event webhook.test, once, and waits some seconds for what the address answers.',
  args: [ENDPOINT_ARGUMENT],
  options: API_OPTIONS,
  examples: ['result-links webhooks test 7d9f0f5e-4a53-4bb0-9d0c-3c2f2b1c9a10'],
  load: async () => (await import('./handler.js')).handleTest,
};
