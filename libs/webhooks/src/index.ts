export { TEST_EVENT_TYPE } from '@result-links/contracts/webhooks';
export * from './after-send.js';
export { endpointUrlProblem, type UrlProblem } from './endpoint-url.js';
export { newSecret, PREVIOUS_SECRET_KEPT_MS } from './secrets.js';
export {
  createWebhookSender,
  type SendResult,
  type WebhookSender,
  type WebhookSenderOptions,
} from './send-webhook.js';
export type { Signable } from './sign.js';
