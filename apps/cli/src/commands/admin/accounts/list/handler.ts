import type { Account } from '@result-links/contracts/admin';
import { openAdmin } from '../../../../api/admin-client.js';
import type { Handler, LineOutcome } from '../../../../command.js';
import { Table } from '../../../../output/table.js';
import type { ApiOptions } from '../../../../settings/api-options.js';
import { administer } from '../../administer.js';

/** All at once: there are few. */
export const handleList: Handler<ApiOptions> = async ({ options }, context) => {
  const client = await openAdmin(options, context);
  const { signal } = context;
  const accounts = await administer(() => client.listAccounts({ signal }), 'accounts list');
  return { lines: rows(accounts), isReadOnly: true };
};

async function* rows(accounts: readonly Account[]): LineOutcome['lines'] {
  yield* new Table<Account>([
    { title: 'ID', cell: ({ id }) => id },
    { title: 'STATE', cell: ({ is_enabled }) => (is_enabled ? 'enabled' : 'disabled') },
    { title: 'REGION', cell: ({ region }) => region ?? '-' },
    { title: 'SETTINGS', cell: ({ source }) => source },
    { title: 'NAME', cell: ({ name }) => name ?? '' },
  ]).rows(accounts);
  return 'ok';
}
