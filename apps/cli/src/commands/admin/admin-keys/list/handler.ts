import type { AdminKey } from '@result-links/contracts/admin';
import { openAdmin } from '../../../../api/admin-client.js';
import type { Handler, LineOutcome } from '../../../../command.js';
import { Table } from '../../../../output/table.js';
import { shortTime } from '../../../../output/time.js';
import type { ApiOptions } from '../../../../settings/api-options.js';
import { administer } from '../../administer.js';
import { keyState } from '../../key-state.js';

/** All at once: there are few. */
export const handleList: Handler<ApiOptions> = async ({ options }, context) => {
  const client = await openAdmin(options, context);
  const { signal } = context;
  const keys = await administer(() => client.listAdminKeys({ signal }), 'admin-keys list');
  return { lines: rows(keys), isReadOnly: true };
};

async function* rows(keys: readonly AdminKey[]): LineOutcome['lines'] {
  yield* new Table<AdminKey>([
    { title: 'ID', cell: ({ id }) => id },
    { title: 'STATE', cell: keyState },
    { title: 'SCOPE', cell: ({ scope }) => scope },
    {
      title: 'LAST USED',
      cell: ({ last_used_at }) => (last_used_at === null ? 'never' : shortTime(last_used_at)),
    },
    { title: 'KEY', cell: ({ hint }) => `…${hint}` },
    { title: 'NAME', cell: ({ name }) => name },
  ]).rows(keys);
  if (keys.length === 0) {
    yield { decoration: () => 'There are no named admin keys.' };
  }
  return 'ok';
}
