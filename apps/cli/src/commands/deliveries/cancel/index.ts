import type { Command } from '../../../command.js';
import { API_OPTIONS, type ApiOptions } from '../../../settings/api-options.js';

/** `result-links deliveries cancel` */
export const cancel: Command<ApiOptions> = {
  name: 'cancel',
  summary: 'withdraw deliveries that were not sent yet',
  description:
    'Withdraws deliveries that are queued, retrying or parked. Those in other states ' +
    'are refused one by one, with the reason. A cancelled one can be retried.',
  args: [{ name: 'id', description: 'ids of deliveries', isRequired: true, isRepeatable: true }],
  options: API_OPTIONS,
  examples: ['result-links deliveries cancel 019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071'],
  load: async () => (await import('./handler.js')).handleCancel,
};
