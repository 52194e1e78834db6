import type { WebhookEventType } from '@result-links/contracts/webhooks';
import { openApi } from '../../../api/client.js';
import { changeWebhooks } from '../../../api/explain-call.js';
import type { Handler } from '../../../command.js';
import { usageError } from '../../../errors.js';
import { printable } from '../../../output/printable.js';
import { readIds } from '../../../settings/ids.js';
import { stateOf } from '../describe.js';
import type { ApiOptions } from '../../../settings/api-options.js';
import type { EndpointOptions } from '../endpoint-options.js';

/** What the flags of `webhooks update` become. */
export interface UpdateOptions extends EndpointOptions, ApiOptions {
  on?: boolean;
  off?: boolean;
}

/** Nothing to change is a mistake, not a success. */
export const handleUpdate: Handler<UpdateOptions> = async ({ args, options }, context) => {
  const [id = ''] = readIds(args);
  const { url, event, on, off } = options;
  if (on && off) {
    throw usageError('conflicting_flags', '--on and --off cannot be used together.');
  }
  const change = {
    ...(url !== undefined && { url }),
    ...(event && { events: event as WebhookEventType[] }),
    ...((on || off) && { disabled: off === true }),
  };
  if (Object.keys(change).length === 0) {
    throw usageError(
      'flags_missing',
      'What is to change? Say so with --url, --event, --on or --off.',
    );
  }
  const client = await openApi(options, context);
  const { signal } = context;
  const changed = await changeWebhooks(() => client.updateWebhookEndpoint(id, change, { signal }));
  return {
    data: changed,
    text: (style) =>
      `${style.good('Changed:')} ${changed.id}, ${printable(changed.url)}, ${stateOf(changed)}`,
  };
};
