import { createHash } from 'node:crypto';
import { readIntegrationNews, type Log } from '@result-links/delivery';
import { parseWebhook, verifyWebhookSignature } from '@result-links/kombo-client';
import type { KomboWebhookEffect, Persistence } from '@result-links/persistence';
import type { AccountSecret, WebhookSecrets } from './webhook-secrets.js';
import type { WebhookObserver } from './webhook-observer.js';

/** What became of a webhook of Kombo. */
export type KomboWebhookResult =
  /** No account has a webhook secret, so nothing can be checked. */
  | { kind: 'not_configured' }
  | { kind: 'signature_missing' }
  /** No account's secret verifies it. */
  | { kind: 'signature_wrong' }
  /** Signed by Kombo, but not what its document says. */
  | { kind: 'malformed' }
  | ({ kind: 'acknowledged'; accountId: string; type: string } & AcknowledgedEffect);

/** `ignored`: of a kind that has no bearing on deliveries, or that this version does not know. */
type AcknowledgedEffect = { effect: KomboWebhookEffect['effect'] | 'ignored'; deliveries: number };

/** Longest id of a webhook that is kept as it is; Kombo's are some thirty characters. */
const MAX_ID_LENGTH = 200;

/** Takes Kombo's webhooks: whose is it, is it real, did it come before, what follows. */
export class KomboWebhooks {
  constructor(
    private readonly secrets: WebhookSecrets,
    private readonly persistence: Pick<Persistence, 'applyKomboWebhook'>,
    private readonly observer: WebhookObserver,
    private readonly log: Log,
  ) {}

  /**
   * @param rawBody the body, byte for byte
   * @param signature the header `X-Kombo-Signature`
   * @throws DatabaseUnavailableError; Kombo is then to send it again
   */
  async receive(rawBody: Uint8Array, signature: string | undefined): Promise<KomboWebhookResult> {
    const result = await this.#handle(rawBody, signature);
    const { type, effect } =
      result.kind === 'acknowledged' ? result : { type: null, effect: result.kind };
    this.observer.komboWebhook(type, effect);
    if (result.kind === 'acknowledged') {
      const { kind: _kind, ...fields } = result;
      this.log.info(fields, 'webhook of Kombo');
    }
    return result;
  }

  async #handle(rawBody: Uint8Array, signature: string | undefined): Promise<KomboWebhookResult> {
    const secrets = await this.secrets.all();
    if (secrets.length === 0) return { kind: 'not_configured' };
    if (signature === undefined) return { kind: 'signature_missing' };
    const account = signerOf(secrets, rawBody, signature);
    if (account === undefined) return { kind: 'signature_wrong' };

    const parsed = parseWebhook(rawBody);
    if (parsed === undefined) return { kind: 'malformed' };
    const { id, type } = parsed.webhook;
    const reading = readIntegrationNews(parsed);
    if (reading.kind === 'malformed') return reading;
    const acknowledged = { kind: 'acknowledged', accountId: account.accountId, type } as const;
    if (reading.kind === 'ignored') return { ...acknowledged, effect: 'ignored', deliveries: 0 };
    const effect = await this.persistence.applyKomboWebhook({
      accountId: account.accountId,
      id: keptId(id, rawBody),
      type,
      news: reading.news,
    });
    return { ...acknowledged, ...effect };
  }
}

/** All secrets are tried, whichever fits, so that the time taken says nothing about whose it is. */
function signerOf(
  secrets: readonly AccountSecret[],
  rawBody: Uint8Array,
  signature: string,
): AccountSecret | undefined {
  return secrets.filter(({ secret }) => verifyWebhookSignature(rawBody, signature, secret))[0];
}

/** The webhook's id, or the hash of its content if it has none that can be kept. */
function keptId(id: string, rawBody: Uint8Array): string {
  return id !== '' && id.length <= MAX_ID_LENGTH && /^[\x21-\x7e]+$/.test(id)
    ? id
    : `sha256:${createHash('sha256').update(rawBody).digest('hex')}`;
}
