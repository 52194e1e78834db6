import type { Command } from '../../../../command.js';
import { API_OPTIONS, type ApiOptions } from '../../../../settings/api-options.js';

/** `result-links admin encryption rotate` */
export const rotate: Command<ApiOptions> = {
  name: 'rotate',
  summary: 'seal everything that is kept with the first encryption key',
  description:
    'Goes through all secrets and result links that the API keeps, and seals with the first key ' +
    'of RESULT_LINKS_ENCRYPTION_KEY what is plain or sealed with another. It can be stopped and ' +
    'begun again at any time. Before: give every process the new key behind the old one, then in ' +
    'front of it. After: the old one may go.',
  args: [],
  options: API_OPTIONS,
  examples: ['result-links admin encryption rotate'],
  load: async () => (await import('./handler.js')).handleRotate,
};
