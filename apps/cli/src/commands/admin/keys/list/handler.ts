import type { ApiKey } from '@result-links/contracts/admin';
import { shortTime } from '../../../../output/time.js';
import { openAdmin } from '../../../../api/admin-client.js';
import type { Handler, LineOutcome } from '../../../../command.js';
import { Table } from '../../../../output/table.js';
import type { ApiOptions } from '../../../../settings/api-options.js';
import { readIds } from '../../../../settings/ids.js';
import { administer } from '../../administer.js';
import { keyState } from '../../key-state.js';

/** All at once: there are few. */
export const handleList: Handler<ApiOptions> = async ({ args, options }, context) => {
  const [account = ''] = readIds(args);
  const client = await openAdmin(options, context);
  const { signal } = context;
  const keys = await administer(() => client.listApiKeys(account, { signal }), 'accounts list');
  return { lines: rows(keys), isReadOnly: true };
};

async function* rows(keys: readonly ApiKey[]): LineOutcome['lines'] {
  yield* new Table<ApiKey>([
    { title: 'ID', cell: ({ id }) => id },
    { title: 'STATE', cell: keyState },
    { title: 'SCOPE', cell: ({ scope }) => scope },
    { title: 'INTEGRATIONS', cell: ({ integrations }) => integrations?.join(' ') ?? 'all' },
    {
      title: 'LAST USED',
      cell: ({ last_used_at }) => (last_used_at === null ? 'never' : shortTime(last_used_at)),
    },
    { title: 'KEY', cell: ({ hint }) => `…${hint}` },
    { title: 'NAME', cell: ({ name }) => name },
  ]).rows(keys);
  if (keys.length === 0) {
    yield { decoration: () => 'This account has no API keys.' };
  }
  return 'ok';
}
