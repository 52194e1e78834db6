import { openAdmin } from '../../../../api/admin-client.js';
import type { Handler } from '../../../../command.js';
import { printable } from '../../../../output/printable.js';
import type { ApiOptions } from '../../../../settings/api-options.js';
import { readIds } from '../../../../settings/ids.js';
import { administer } from '../../administer.js';

/** Needs no confirmation: only what was never used can be deleted. */
export const handleDelete: Handler<ApiOptions> = async ({ args, options }, context) => {
  const [id = ''] = readIds(args);
  const client = await openAdmin(options, context);
  const { signal } = context;
  await administer(() => client.deleteAccount(id, { signal }), 'accounts list');
  return {
    data: { id, is_deleted: true },
    text: (style) => `${style.good('Deleted:')} ${printable(id)}`,
  };
};
