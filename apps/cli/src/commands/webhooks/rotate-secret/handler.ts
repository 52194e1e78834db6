import { openApi } from '../../../api/client.js';
import { changeWebhooks } from '../../../api/explain-call.js';
import type { Handler } from '../../../command.js';
import type { ApiOptions } from '../../../settings/api-options.js';
import { readIds } from '../../../settings/ids.js';

/** The secret goes to stdout: it is what was asked for. */
export const handleRotateSecret: Handler<ApiOptions> = async ({ args, options }, context) => {
  const [id = ''] = readIds(args);
  const client = await openApi(options, context);
  const { signal } = context;
  const made = await changeWebhooks(() => client.rotateWebhookSecret(id, { signal }));
  const until = made.previous_secret_until;
  return {
    data: made,
    text: (style) =>
      [
        `${style.good('Made:')} a new secret for ${made.id}`,
        made.secret,
        `Keep it now: it is not shown again.${until ? ` The old one signs as well until ${until}.` : ''}`,
      ].join('\n'),
  };
};
