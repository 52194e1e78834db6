import { SCHEMA_NAMES } from '../../build-values.js';
import type { Command } from '../../command.js';

/** `result-links schema` */
export const schema: Command<object> = {
  name: 'schema',
  summary: 'print a JSON Schema of the contract',
  description:
    'Prints a JSON Schema (2020-12) of the contract, or without a name the list of ' +
    "names. Kombo's rules in a form that editors and other languages understand.",
  args: [
    {
      name: 'name',
      description: 'name of the schema, e.g. PostAtsCandidatesCandidateIDResultLinksRequest',
      choices: SCHEMA_NAMES,
    },
  ],
  options: [],
  examples: [
    'result-links schema',
    'result-links schema PostAtsCandidatesCandidateIDResultLinksRequestBody > result-link.schema.json',
  ],
  load: async () => (await import('./handler.js')).handleSchema,
};
