import type { KomboWebhookResult } from '@result-links/engine';
import { ApiError, type ApiErrorInit } from '../http/api-error.js';

type Acknowledged = Extract<KomboWebhookResult, { kind: 'acknowledged' }>;
type Refused = Exclude<KomboWebhookResult['kind'], 'acknowledged'>;

/** What Kombo (or whoever tries it out) is told about a webhook that was taken. */
export interface AcknowledgedWebhook {
  status: 'success';
  data: Pick<Acknowledged, 'effect' | 'deliveries'>;
}

const AUTHENTICATION = {
  status: 401,
  code: 'PLATFORM.AUTHENTICATION_INVALID',
} as const;

const REFUSALS: Readonly<Record<Refused, ApiErrorInit>> = {
  not_configured: {
    status: 404,
    code: null,
    reason: 'kombo_webhooks_not_configured',
    title: "Kombo's webhooks are not configured",
    message:
      'No account has a webhook secret, so no webhook can be checked. Set KOMBO_WEBHOOK_SECRET (or the webhook secret of the account) to the secret that the Kombo dashboard shows.',
  },
  signature_missing: {
    ...AUTHENTICATION,
    reason: 'signature_missing',
    title: 'The signature is missing',
    message: 'A webhook of Kombo carries its signature in the header X-Kombo-Signature.',
  },
  signature_wrong: {
    ...AUTHENTICATION,
    reason: 'signature_wrong',
    title: 'The signature is wrong',
    message:
      'The signature does not fit the body with the webhook secret of any account. Compare the secret with the one in the Kombo dashboard, of the same environment and region; a proxy must not change the body.',
  },
  malformed: {
    status: 400,
    code: 'PLATFORM.INPUT_INVALID',
    reason: 'webhook_malformed',
    title: 'This is not a webhook of Kombo',
    message:
      'The signature is right, but the body is not a JSON object with a type, or lacks the id of the integration.',
  },
};

/** The error for a webhook that was not taken. */
export function refusalOf(kind: Refused): ApiError {
  return new ApiError(REFUSALS[kind]);
}
