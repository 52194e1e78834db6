import type { Command } from '../../../command.js';
import { API_OPTIONS, type ApiOptions } from '../../../settings/api-options.js';

/** `result-links integrations readiness` */
export const readiness: Command<ApiOptions> = {
  name: 'readiness',
  summary: 'can result links be written there now, and if not, why not?',
  description:
    'Lets the API ask Kombo whether an integration takes result links now, and says ' +
    'whether its deliveries are parked. Ends with 0 when it takes them on candidates, ' +
    'applications or both, else with 6.',
  args: [{ name: 'id', description: 'id of the integration', isRequired: true }],
  options: API_OPTIONS,
  examples: ['result-links integrations readiness workday:HWUTwvyx2wLoSUHphiWVrp28'],
  load: async () => (await import('./handler.js')).handleReadiness,
};
