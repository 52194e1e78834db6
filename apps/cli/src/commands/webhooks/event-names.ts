import type { WebhookEventType } from '@result-links/contracts/webhooks';

/**
 * The types of events, as the contract has them. Written out: parsing and help must not wait for its
 * classes. The compiler knows when one is missing.
 */
const EVENTS: Readonly<Record<WebhookEventType, true>> = {
  'delivery.delivered': true,
  'delivery.failed': true,
  'delivery.unknown': true,
  'delivery.parked': true,
  'integration.parked': true,
  'integration.released': true,
};

/** For `--event`. */
export const WEBHOOK_EVENT_NAMES = Object.keys(EVENTS) as WebhookEventType[];
