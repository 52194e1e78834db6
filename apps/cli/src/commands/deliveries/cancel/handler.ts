import { openApi } from '../../../api/client.js';
import type { Handler } from '../../../command.js';
import type { ApiOptions } from '../../../settings/api-options.js';
import { readIds } from '../../../settings/ids.js';
import { actOnEach } from '../act-on-each.js';

/** One after the other. */
export const handleCancel: Handler<ApiOptions> = async ({ args, options }, context) => {
  const ids = readIds(args);
  const { signal } = context;
  const client = await openApi(options, context);
  return { lines: actOnEach(ids, (id) => client.cancelDelivery(id, { signal }), 'Cancelled') };
};
