import { openApi } from '../../../api/client.js';
import { act } from '../../../api/explain-call.js';
import type { Handler } from '../../../command.js';
import { usageError } from '../../../errors.js';
import { printable } from '../../../output/printable.js';
import { readIds } from '../../../settings/ids.js';
import type { ApiOptions } from '../../../settings/api-options.js';

/** What the flags of `deliveries resolve` become. */
export interface ResolveOptions extends ApiOptions {
  delivered?: boolean;
  notDelivered?: boolean;
}

/** Passes on what a human has seen. */
export const handleResolve: Handler<ResolveOptions> = async ({ args, options }, context) => {
  const { delivered = false, notDelivered = false } = options;
  if (delivered === notDelivered) {
    throw usageError(
      'outcome_missing',
      'Is the link in the ATS? Use --delivered or --not-delivered.',
      {
        hint: 'Exactly one of them; look in the ATS first. --not-delivered sends the link again.',
      },
    );
  }
  const [id = ''] = readIds(args);
  const { signal } = context;
  const outcome = delivered ? 'delivered' : 'not_delivered';
  const client = await openApi(options, context);
  const delivery = await act(() => client.resolveDelivery(id, outcome, { signal }), id);
  return {
    data: delivery,
    text: (style) =>
      `${style.good('Resolved:')} ${printable(delivery.id)}, now ${delivery.state}` +
      (delivered ? '' : '; it is sent again'),
  };
};
