import type { WebhookEndpoint } from '../webhooks.js';

/** A row of `result_links.webhook_endpoints` as node-postgres returns it. */
export interface WebhookEndpointRow {
  id: string;
  account_id: string;
  url: string;
  events: string[];
  secret: string;
  previous_secret: string | null;
  previous_secret_until: Date | null;
  disabled_at: Date | null;
  disabled_reason: WebhookEndpoint['disabledReason'];
  failing_since: Date | null;
  created_at: Date;
}

/** Field by field; secrets stay inside. */
export function toWebhookEndpoint(row: WebhookEndpointRow): WebhookEndpoint {
  return {
    id: row.id,
    accountId: row.account_id,
    url: row.url,
    events: row.events,
    disabledAt: row.disabled_at,
    disabledReason: row.disabled_reason,
    failingSince: row.failing_since,
    previousSecretUntil: row.previous_secret_until,
    createdAt: row.created_at,
  };
}

/** Where the signing secret of an endpoint is kept, for sealing. */
export function placeOfSecret(endpointId: string): string {
  return `webhook_endpoints.secret ${endpointId}`;
}

/** Where the one before the last rotation is kept. */
export function placeOfPreviousSecret(endpointId: string): string {
  return `webhook_endpoints.previous_secret ${endpointId}`;
}
