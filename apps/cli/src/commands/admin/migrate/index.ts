import type { Command } from '../../../command.js';
import type { MigrateOptions } from './handler.js';

/** `result-links admin migrate` */
export const migrate: Command<MigrateOptions> = {
  name: 'migrate',
  summary: 'Move the embedded database to PostgreSQL',
  description:
    'Copies everything from a data directory to an empty PostgreSQL database. Stop the service ' +
    'first, and set RESULT_LINKS_ENCRYPTION_KEY to the keys it uses. If it is interrupted, run it ' +
    'again: it continues. Nothing is sent from either database before it has finished, and ' +
    'afterwards only from PostgreSQL. Runs on the machine with the data directory, where the ' +
    'service is installed, without the API.',
  args: [],
  options: [
    { flags: '--from <directory>', description: 'data directory of the service' },
    {
      flags: '--to <url>',
      description: 'PostgreSQL database; other users can see flags (default: DATABASE_URL)',
    },
    { flags: '--abandon', description: 'give up an unfinished move, use the directory again' },
  ],
  examples: ['DATABASE_URL=postgres://db.internal/links result-links admin migrate --from .data'],
  load: async () => (await import('./handler.js')).handleMigrate,
};
