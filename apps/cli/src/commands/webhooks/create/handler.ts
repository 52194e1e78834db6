import type { WebhookEventType } from '@result-links/contracts/webhooks';
import { openApi } from '../../../api/client.js';
import { changeWebhooks } from '../../../api/explain-call.js';
import type { Handler } from '../../../command.js';
import { usageError } from '../../../errors.js';
import { printable } from '../../../output/printable.js';
import type { ApiOptions } from '../../../settings/api-options.js';
import type { EndpointOptions } from '../endpoint-options.js';

/** What the flags of `webhooks create` become. */
export type CreateOptions = EndpointOptions & ApiOptions;

/** The secret goes to stdout: it is what was asked for. */
export const handleCreate: Handler<CreateOptions> = async ({ options }, context) => {
  const { url, event } = options;
  if (url === undefined) {
    throw usageError('flags_missing', 'Where to? Say so with --url.');
  }
  const client = await openApi(options, context);
  const { signal } = context;
  const events = event as WebhookEventType[] | undefined;
  const made = await changeWebhooks(() =>
    client.createWebhookEndpoint({ url, ...(events && { events }) }, { signal }),
  );
  return {
    data: made,
    text: (style) =>
      [
        `${style.good('Made:')} ${made.id}, ${printable(made.url)}`,
        made.secret,
        'Keep the secret now: it is not shown again.',
      ].join('\n'),
  };
};
