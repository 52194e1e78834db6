import { randomUUID } from 'node:crypto';
import { isDeliveryId } from '@result-links/delivery';
import { placeOfPreviousSecret, placeOfSecret } from '../rows/webhook-endpoint-row.js';
import { insertAccount } from '../statements/accounts.js';
import {
  deleteEndpoint,
  findEndpoint,
  insertEndpoint,
  listEndpoints,
  listWebhookAttempts,
  lockEndpoint,
  lockEndpointsOf,
  updateEndpoint,
  updateSecrets,
} from '../statements/webhook-endpoints.js';
import { hurryMessages, insertTestMessage } from '../statements/webhook-messages.js';
import type {
  WebhookAttempt,
  WebhookEndpoint,
  WebhookEndpointChange,
  WebhookEndpointStore,
} from '../webhooks.js';
import type { StoreContext } from './context.js';

/** PostgreSQL reads UUIDs in either case. */
const isUuid = (id: string) => isDeliveryId(id.toLowerCase());

/** Endpoints in SQL. Ids that cannot be one are answered like unknown ones. */
export class SqlWebhookEndpointStore implements WebhookEndpointStore {
  constructor(private readonly context: StoreContext) {}

  create(
    endpoint: { accountId: string; url: string; events: string[]; secret: string },
    atMost: number,
  ): Promise<WebhookEndpoint | null> {
    return this.context.db.transaction(async (tx) => {
      const id = randomUUID();
      const sealedSecret = tx.vault.seal(placeOfSecret(id), endpoint.secret);
      await lockEndpointsOf(tx, endpoint.accountId);
      if ((await listEndpoints(tx, endpoint.accountId)).length >= atMost) return null;
      await insertAccount(tx, endpoint.accountId);
      return insertEndpoint(tx, { ...endpoint, id, sealedSecret });
    });
  }

  list(accountId: string): Promise<WebhookEndpoint[]> {
    return listEndpoints(this.context.db, accountId);
  }

  async find(accountId: string, id: string): Promise<WebhookEndpoint | null> {
    return isUuid(id) ? findEndpoint(this.context.db, { accountId, id }) : null;
  }

  async update(
    accountId: string,
    id: string,
    change: WebhookEndpointChange,
  ): Promise<WebhookEndpoint | null> {
    if (!isUuid(id)) return null;
    return this.context.db.transaction(async (tx) => {
      const endpoint = await updateEndpoint(tx, { accountId, id }, change);
      if (endpoint && change.isDisabled === false) await hurryMessages(tx, endpoint.id);
      return endpoint;
    });
  }

  async remove(accountId: string, id: string): Promise<boolean> {
    return isUuid(id) && (await deleteEndpoint(this.context.db, { accountId, id }));
  }

  async rotateSecret(
    accountId: string,
    id: string,
    secret: string,
    keepPreviousMs: number,
  ): Promise<WebhookEndpoint | null> {
    if (!isUuid(id)) return null;
    return this.context.db.transaction(async (tx) => {
      const row = await lockEndpoint(tx, { accountId, id });
      if (!row) return null;
      const { vault } = tx;
      const previous = vault.open(placeOfSecret(row.id), row.secret);
      return updateSecrets(tx, row.id, {
        sealedSecret: vault.seal(placeOfSecret(row.id), secret),
        sealedPrevious: vault.seal(placeOfPreviousSecret(row.id), previous),
        keepPreviousMs,
      });
    });
  }

  async enqueueTest(accountId: string, id: string, type: string): Promise<string | null> {
    if (!isUuid(id)) return null;
    return this.context.db.transaction(async (tx) => {
      const row = await lockEndpoint(tx, { accountId, id });
      return row && insertTestMessage(tx, { id: row.id, accountId }, type);
    });
  }

  async listAttempts(
    accountId: string,
    id: string,
    limit: number,
  ): Promise<WebhookAttempt[] | null> {
    const endpoint = await this.find(accountId, id);
    return endpoint && listWebhookAttempts(this.context.db, endpoint.id, limit);
  }
}
