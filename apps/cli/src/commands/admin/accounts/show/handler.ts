import { openAdmin } from '../../../../api/admin-client.js';
import type { Handler } from '../../../../command.js';
import type { ApiOptions } from '../../../../settings/api-options.js';
import { readIds } from '../../../../settings/ids.js';
import { administer } from '../../administer.js';
import { describeAccount } from '../describe.js';

/** What the API knows of it. */
export const handleShow: Handler<ApiOptions> = async ({ args, options }, context) => {
  const [id = ''] = readIds(args);
  const client = await openAdmin(options, context);
  const { signal } = context;
  const account = await administer(() => client.getAccount(id, { signal }), 'accounts list');
  return { data: account, text: (style) => describeAccount(account, style) };
};
