import type { Command } from '../../../command.js';
import { API_OPTIONS } from '../../../settings/api-options.js';
import { pastTimeOption } from '../../../settings/time.js';
import type { ExportOptions } from './handler.js';

/** `result-links admin export` */
export const exportAudit: Command<ExportOptions> = {
  name: 'export',
  summary: 'export deliveries with all that happened to them, for an audit',
  description:
    'Writes one JSON document per line: deliveries in the order of acceptance, with their attempts ' +
    'and what was done to them by hand, then the records of erasures, then those of who did what, ' +
    'then a line of the type "end". When that line is missing the export was cut off: go on with --after and the id of ' +
    'the last delivery.',
  args: [],
  options: [
    { flags: '--account <id>', description: 'of this account' },
    { flags: '--integration <id>', description: 'to this integration' },
    pastTimeOption('--since', 'accepted since then'),
    pastTimeOption('--until', 'accepted before then'),
    { flags: '--after <id>', description: 'go on after the delivery of this id' },
    { flags: '--bodies', description: 'with label, URL and details: personal data' },
    ...API_OPTIONS,
  ],
  examples: [
    'result-links admin export --since 30d > audit.ndjson',
    'result-links admin export --account acme-eu | jq -r \'select(.type=="delivery") | .state\'',
  ],
  load: async () => (await import('./handler.js')).handleExport,
};
