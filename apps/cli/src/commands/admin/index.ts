import type { CommandGroup } from '../../command.js';
import { accounts } from './accounts/index.js';
import { adminKeys } from './admin-keys/index.js';
import { audit } from './audit/index.js';
import { encryption } from './encryption/index.js';
import { erase } from './erase/index.js';
import { exportAudit } from './export/index.js';
import { keys } from './keys/index.js';
import { migrate } from './migrate/index.js';
import { restored } from './restored/index.js';

/** `result-links admin` */
export const admin: CommandGroup = {
  name: 'admin',
  summary: 'administer the API: accounts, keys, audit, encryption, privacy, restores',
  description:
    'These commands ask the admin routes of the result-links API, see --api-url. The admin ' +
    'key comes from RESULT_LINKS_ADMIN_KEY and from nowhere else: the one that the API was ' +
    'started with, or a named one (admin-keys).',
  commands: [accounts, keys, adminKeys, audit, encryption, erase, exportAudit, restored, migrate],
};
