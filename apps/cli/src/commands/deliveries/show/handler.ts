import { openApi } from '../../../api/client.js';
import { lookUp } from '../../../api/explain-call.js';
import type { Handler } from '../../../command.js';
import type { ApiOptions } from '../../../settings/api-options.js';
import { readIds } from '../../../settings/ids.js';
import { describeDelivery } from '../text/describe.js';

/** The delivery as the API has it. */
export const handleShow: Handler<ApiOptions> = async ({ args, options }, context) => {
  const [id = ''] = readIds(args);
  const client = await openApi(options, context);
  const delivery = await lookUp(() => client.getDelivery(id, { signal: context.signal }), id);
  return { data: delivery, text: (style) => describeDelivery(delivery, style) };
};
