import { openApi } from '../../../api/client.js';
import { changeWebhooks } from '../../../api/explain-call.js';
import type { Handler } from '../../../command.js';
import { printable } from '../../../output/printable.js';
import type { ApiOptions } from '../../../settings/api-options.js';
import { readIds } from '../../../settings/ids.js';

export const handleDelete: Handler<ApiOptions> = async ({ args, options }, context) => {
  const [id = ''] = readIds(args);
  const client = await openApi(options, context);
  const { signal } = context;
  await changeWebhooks(() => client.deleteWebhookEndpoint(id, { signal }));
  return {
    data: { status: 'success', id },
    text: (style) => `${style.good('Deleted:')} ${printable(id)}`,
  };
};
