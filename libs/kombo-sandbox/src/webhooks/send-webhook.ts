import type { Directory } from '../integrations/directory.js';
import { makeWebhook, signatureOf, type SandboxWebhook } from './webhook.js';

/** Longer than any receiver should take. */
const TIMEOUT_MS = 15_000;

/** What is to be sent where. */
export interface WebhookOrder {
  /** Where to; in result-links that is `/v1/webhooks/kombo`. */
  url: string;
  /** The integration it is about. */
  integration: string;
  /** Default `integration-state-changed`, with the state the integration is in now. */
  type?: string;
  /** Goes over what the sandbox makes of the integration. */
  data?: Record<string, unknown>;
  /** Default a new one; the same again is a repetition. */
  id?: string;
  /** Default the sandbox's own. */
  secret?: string;
}

/** A webhook that was sent. */
export interface SentWebhook {
  webhook: SandboxWebhook;
  /** What the header `X-Kombo-Signature` said. */
  signature: string;
  /** What the receiver answered; `null`: nothing. */
  answer: { status: number; body: string } | null;
}

/** An order that cannot be carried out; the message says what is wrong with which field. */
export class InvalidWebhookOrderError extends Error {
  override readonly name = 'InvalidWebhookOrderError';
}

/** Reads an order from parsed JSON. @throws InvalidWebhookOrderError */
export function parseWebhookOrder(value: unknown): WebhookOrder {
  const { url, integration, type, data, id, secret, ...rest } = (value ?? {}) as Record<
    string,
    unknown
  >;
  if (typeof url !== 'string' || !/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new InvalidWebhookOrderError('url must be an http:// or https:// URL');
  }
  if (typeof integration !== 'string') {
    throw new InvalidWebhookOrderError('integration must be the id of an integration');
  }
  if (data !== undefined && (typeof data !== 'object' || data === null || Array.isArray(data))) {
    throw new InvalidWebhookOrderError('data must be an object');
  }
  for (const [name, text] of Object.entries({ type, id, secret })) {
    if (text !== undefined && (typeof text !== 'string' || text === '')) {
      throw new InvalidWebhookOrderError(`${name} must be a text`);
    }
  }
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) {
    throw new InvalidWebhookOrderError(
      `${unknown} is not known; known are url, integration, type, data, id, secret`,
    );
  }
  return value as WebhookOrder;
}

/**
 * Sends a webhook as Kombo does, once.
 *
 * @throws InvalidWebhookOrderError when there is no such integration
 */
export async function sendWebhook(
  directory: Directory,
  ownSecret: string,
  { url, integration: integrationId, type, data, id, secret = ownSecret }: WebhookOrder,
): Promise<SentWebhook> {
  const integration = directory.find(integrationId);
  if (integration === undefined) {
    throw new InvalidWebhookOrderError(`there is no integration ${integrationId}`);
  }
  const state = directory.stateOf(integration);
  const webhook = makeWebhook(type ?? 'integration-state-changed', integration, state, data, id);
  const body = JSON.stringify(webhook);
  const signature = signatureOf(body, secret);
  return { webhook, signature, answer: await post(url, body, signature) };
}

async function post(url: string, body: string, signature: string): Promise<SentWebhook['answer']> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-kombo-signature': signature },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, body: await response.text() };
  } catch {
    return null;
  }
}
