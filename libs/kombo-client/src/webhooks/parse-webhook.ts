import { isObject } from '../answer-body.js';
import type { KomboWebhook, UnknownWebhook, WebhookType } from './payloads.js';

/** What a body turned out to be. */
export type ParsedWebhook =
  { isKnown: true; webhook: KomboWebhook } | { isKnown: false; webhook: UnknownWebhook };

const KNOWN: Readonly<Record<WebhookType, true>> = {
  'integration-created': true,
  'integration-deleted': true,
  'integration-state-changed': true,
  'sync-finished': true,
  'data-changed': true,
  'connection-flow-failed': true,
  'assessment:order-received': true,
  'inline-assessment:order-received': true,
};

/**
 * Reads a webhook; `undefined` when it is none. Verify its signature first. Kombo adds kinds over
 * time, so one that is not known is handed on as it is.
 *
 * ```ts
 * const parsed = parseWebhook(rawBody);
 * if (parsed?.isKnown && parsed.webhook.type === 'integration-state-changed') {
 *   parsed.webhook.data.state; // 'ACTIVE', 'INVALID', …
 * }
 * ```
 */
export function parseWebhook(rawBody: string | Uint8Array): ParsedWebhook | undefined {
  let json: unknown;
  try {
    json = JSON.parse(
      typeof rawBody === 'string' ? rawBody : new TextDecoder('utf-8').decode(rawBody),
    );
  } catch {
    return undefined;
  }
  if (!isObject(json) || typeof json['type'] !== 'string') {
    return undefined;
  }
  const { id, type, data } = json;
  const webhook = { id: typeof id === 'string' ? id : '', type, data };
  return Object.hasOwn(KNOWN, type) && isObject(data)
    ? { isKnown: true, webhook: webhook as KomboWebhook }
    : { isKnown: false, webhook };
}
