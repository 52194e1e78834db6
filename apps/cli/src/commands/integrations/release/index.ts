import type { Command } from '../../../command.js';
import { API_OPTIONS, type ApiOptions } from '../../../settings/api-options.js';

/** `result-links integrations release` */
export const release: Command<ApiOptions> = {
  name: 'release',
  summary: 'send what waits for a parked integration',
  description:
    'Sends what waits for a parked integration: one result link first, and if it ' +
    'arrives, the others. If the integration is still broken they are parked again; ' +
    'nothing is lost.',
  args: [{ name: 'id', description: 'id of the integration', isRequired: true }],
  options: API_OPTIONS,
  examples: ['result-links integrations release workday:HWUTwvyx2wLoSUHphiWVrp28'],
  load: async () => (await import('./handler.js')).handleRelease,
};
