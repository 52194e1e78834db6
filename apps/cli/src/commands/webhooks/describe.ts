import type { WebhookEndpoint } from '@result-links/contracts/webhooks';

/** How an endpoint is, in a word or two. */
export function stateOf({ disabled_reason, failing_since }: WebhookEndpoint): string {
  if (disabled_reason !== null) {
    return disabled_reason === 'by_hand' ? 'off' : `off (${disabled_reason})`;
  }
  return failing_since === null ? 'on' : 'failing';
}
