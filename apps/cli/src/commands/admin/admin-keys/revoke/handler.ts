import { openAdmin } from '../../../../api/admin-client.js';
import type { Handler } from '../../../../command.js';
import { printable } from '../../../../output/printable.js';
import type { ApiOptions } from '../../../../settings/api-options.js';
import { readIds } from '../../../../settings/ids.js';
import { administer } from '../../administer.js';

/** Revoking twice is as good as once. */
export const handleRevoke: Handler<ApiOptions> = async ({ args, options }, context) => {
  const [id = ''] = readIds(args);
  const client = await openAdmin(options, context);
  const { signal } = context;
  const key = await administer(() => client.revokeAdminKey(id, { signal }), 'admin-keys list');
  return {
    data: key,
    text: (style) => `${style.good('Revoked:')} ${key.id}, "${printable(key.name)}"`,
  };
};
