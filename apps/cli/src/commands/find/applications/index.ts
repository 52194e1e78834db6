import type { Command } from '../../../command.js';
import { INTEGRATION_OPTION, LIST_OPTIONS, PERSON_OPTIONS } from '../options.js';
import type { FindApplicationsOptions } from './handler.js';

/** `result-links find applications` */
export const applications: Command<FindApplicationsOptions> = {
  name: 'applications',
  summary: 'find applications with their candidate and job',
  description:
    'Finds applications: as a table; with --json, as one JSON ' +
    'document per line and application. All flags that are given must match. Ends with 0 ' +
    'also when none is found.',
  args: [],
  options: [
    INTEGRATION_OPTION,
    ...PERSON_OPTIONS,
    { flags: '--candidate <id>', description: 'of the candidate with this Kombo id' },
    {
      flags: '--candidate-remote-id <id>',
      description: 'of the candidate with this id in the ATS',
    },
    {
      flags: '--remote-id <id>',
      description: 'application with this id in the ATS; may be repeated, then any of them',
      isRepeatable: true,
    },
    {
      flags: '--id <id>',
      description: 'application with this Kombo id; may be repeated, then any of them',
      isRepeatable: true,
    },
    {
      flags: '--outcome <outcome>',
      description: 'that stand like this; may be repeated, then any of them',
      choices: ['PENDING', 'HIRED', 'DECLINED'],
      isRepeatable: true,
    },
    ...LIST_OPTIONS,
  ],
  examples: [
    'result-links find applications --integration workday:HWUTwvyx2wLoSUHphiWVrp28 --email ada@example.com',
    'result-links find applications --integration workday:HWUTwvyx2wLoSUHphiWVrp28 --job R-4711 \\\n' +
      '    --outcome PENDING --all | jq -r .candidate.id',
  ],
  load: async () => (await import('./handler.js')).handleFindApplications,
};
