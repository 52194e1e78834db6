import type { Command } from '../../../command.js';
import { API_OPTIONS } from '../../../settings/api-options.js';
import { DEFAULT_LIMIT, limitOption } from '../../../settings/limit.js';
import { pastTimeOption } from '../../../settings/time.js';
import type { AuditOptions } from './handler.js';

/** `result-links admin audit` */
export const audit: Command<AuditOptions> = {
  name: 'audit',
  summary: 'list who did what, newest first',
  description:
    'Lists admin actions, and manual actions on deliveries, integrations and webhook endpoints, ' +
    'with the key and address that they came from, as a table; with --json, one JSON document per ' +
    'line. Calls that were refused because of their key have the action call.refuse.',
  args: [],
  options: [
    { flags: '--account <id>', description: 'about this account' },
    { flags: '--action <action>', description: 'of this action, e.g. account.update' },
    { flags: '--by <key-id>', description: 'by the key with this ID' },
    { flags: '--subject <id>', description: 'about the delivery, account, key … with this ID' },
    pastTimeOption('--since', 'since then'),
    pastTimeOption('--until', 'before then'),
    limitOption(`maximum number of records (default: ${DEFAULT_LIMIT})`),
    { flags: '--all', description: 'all that match' },
    ...API_OPTIONS,
  ],
  examples: [
    'result-links admin audit --since 7d --account acme-eu',
    'result-links admin audit --action call.refuse --since 2026-11-23',
  ],
  load: async () => (await import('./handler.js')).handleAudit,
};
