import type { Actor } from '@result-links/delivery';
import type { WebhookEndpoint, WebhookEndpointStore } from '@result-links/persistence';
import {
  endpointUrlProblem,
  newSecret,
  PREVIOUS_SECRET_KEPT_MS,
  TEST_EVENT_TYPE,
  type UrlProblem,
} from '@result-links/webhooks';

/** Endpoints of one account at most: every event is kept once for each. */
export const MAX_ENDPOINTS = 20;

/** An endpoint and the secret that was just made for it: the only time it can be seen. */
export interface EndpointWithSecret {
  endpoint: WebhookEndpoint;
  secret: string;
}

/** What an API needs to manage the endpoints of accounts; the store, with rules and secrets added. */
export interface OutgoingWebhooks extends Pick<
  WebhookEndpointStore,
  'list' | 'find' | 'update' | 'remove' | 'listAttempts'
> {
  /** Why events cannot be sent to an address; `null`: they can. */
  urlProblem(url: string): UrlProblem | null;
  /**
   * `null`: the account has {@link MAX_ENDPOINTS} already.
   *
   * @throws EncryptionKeyMissingError when there is nothing to seal its secret with
   */
  create(
    endpoint: { accountId: string; url: string; events: string[] },
    by?: Actor,
  ): Promise<EndpointWithSecret | null>;
  /** The secret until now signs for another day. `null`: there is no such endpoint. */
  rotateSecret(accountId: string, id: string, by?: Actor): Promise<EndpointWithSecret | null>;
  /** Queues a test event; its id. `null`: there is no such endpoint. */
  sendTest(accountId: string, id: string, by?: Actor): Promise<string | null>;
}

/** Endpoints as the API manages them. */
export function outgoingWebhooks(
  store: WebhookEndpointStore,
  { allowPrivate }: { allowPrivate: boolean },
): OutgoingWebhooks {
  return {
    list: (accountId) => store.list(accountId),
    find: (accountId, id) => store.find(accountId, id),
    update: (accountId, id, change, by) => store.update(accountId, id, change, by),
    remove: (accountId, id, by) => store.remove(accountId, id, by),
    listAttempts: (accountId, id, limit) => store.listAttempts(accountId, id, limit),
    urlProblem: (url) => endpointUrlProblem(url, allowPrivate),
    create: async (input, by) => {
      const secret = newSecret();
      const endpoint = await store.create({ ...input, secret }, MAX_ENDPOINTS, by);
      return endpoint && { endpoint, secret };
    },
    rotateSecret: async (accountId, id, by) => {
      const secret = newSecret();
      const keptMs = PREVIOUS_SECRET_KEPT_MS;
      const endpoint = await store.rotateSecret(accountId, id, secret, keptMs, by);
      return endpoint && { endpoint, secret };
    },
    sendTest: (accountId, id, by) => store.enqueueTest(accountId, id, TEST_EVENT_TYPE, by),
  };
}
