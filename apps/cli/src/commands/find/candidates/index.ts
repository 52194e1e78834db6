import type { Command } from '../../../command.js';
import { INTEGRATION_OPTION, LIST_OPTIONS, PERSON_OPTIONS, type FindOptions } from '../options.js';

/** `result-links find candidates` */
export const candidates: Command<FindOptions> = {
  name: 'candidates',
  summary: 'find candidates with their applications',
  description:
    'Finds candidates: as a table; with --json, as one JSON ' +
    'document per line and candidate. All flags that are given must match. Ends with 0 ' +
    'also when nobody is found.',
  args: [],
  options: [
    INTEGRATION_OPTION,
    ...PERSON_OPTIONS,
    {
      flags: '--remote-id <id>',
      description: 'with this id in the ATS; may be repeated, then any of them',
      isRepeatable: true,
    },
    {
      flags: '--id <id>',
      description: 'with this Kombo id; may be repeated, then any of them',
      isRepeatable: true,
    },
    ...LIST_OPTIONS,
  ],
  examples: [
    'result-links find candidates --integration workday:HWUTwvyx2wLoSUHphiWVrp28 --email ada@example.com',
    'result-links find candidates --integration workday:HWUTwvyx2wLoSUHphiWVrp28 --name "Ada Lovelace" --json | jq -r .id',
  ],
  load: async () => (await import('./handler.js')).handleFindCandidates,
};
