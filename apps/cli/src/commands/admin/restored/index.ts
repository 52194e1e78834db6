import type { Command } from '../../../command.js';
import { API_OPTIONS } from '../../../settings/api-options.js';
import { pastTimeOption } from '../../../settings/time.js';
import type { RestoredOptions } from './handler.js';

/** `result-links admin restored` */
export const restored: Command<RestoredOptions> = {
  name: 'restored',
  summary: 'Resume sending after the database was restored',
  description:
    'A restored or copied database sends nothing, because links may have been delivered after the ' +
    'backup. This command turns every open delivery in it into unknown and resumes sending. Work ' +
    'them off with "deliveries resolve". Accounts with the policy on_unknown=retry send theirs ' +
    'again. Restore and clone as described in docs/backup.md.',
  args: [],
  options: [
    pastTimeOption('--since', 'when the backup was taken; later deliveries stay open'),
    {
      flags: '--nothing-sent',
      description: 'nothing was sent since the copy was taken: keep deliveries open',
    },
    { flags: '--dry-run', description: 'count the deliveries, change nothing' },
    { flags: '--yes', description: 'confirm' },
    ...API_OPTIONS,
  ],
  examples: [
    'result-links admin restored --dry-run',
    'result-links admin restored --since 2026-11-23T02:00:00Z --yes',
  ],
  load: async () => (await import('./handler.js')).handleRestored,
};
