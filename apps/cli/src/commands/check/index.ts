import type { Command } from '../../command.js';
import { KOMBO_OPTIONS, timeoutOption } from '../../settings/connection-options.js';
import type { CheckOptions } from './handler.js';

/** `result-links check` */
export const check: Command<CheckOptions> = {
  name: 'check',
  summary: 'is the Kombo key valid, and can an integration take result links?',
  description:
    'Asks Kombo whether the key in KOMBO_API_KEY is valid and, with --integration, ' +
    'whether result links can be written to that integration: to candidates, to ' +
    'applications, and if not, every reason why. Writes nothing. Always asks Kombo ' +
    'itself, never the result-links API.\n\n' +
    'Ends with 0 when the key is valid and the integration takes result links on ' +
    'candidates, applications or both; with 6 when the key or the integration ' +
    'cannot be used.',
  args: [],
  options: [
    {
      flags: '--integration <id>',
      description: 'integration, e.g. workday:HWUTwvyx2wLoSUHphiWVrp28',
    },
    ...KOMBO_OPTIONS,
    timeoutOption('longest time to wait for each answer (default: 30)'),
  ],
  examples: [
    'result-links check',
    'result-links check --integration workday:HWUTwvyx2wLoSUHphiWVrp28 --json',
  ],
  load: async () => (await import('./handler.js')).handleCheck,
};
