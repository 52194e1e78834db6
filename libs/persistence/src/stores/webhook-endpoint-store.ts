import { randomUUID } from 'node:crypto';
import { isDeliveryId, type Actor, type AuditEntry } from '@result-links/delivery';
import type { Transaction } from '../engine/database.js';
import { placeOfPreviousSecret, placeOfSecret } from '../rows/webhook-endpoint-row.js';
import { insertAccount } from '../statements/accounts.js';
import { recordAction } from '../statements/audit-records.js';
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
    by?: Actor,
  ): Promise<WebhookEndpoint | null> {
    return this.context.db.transaction(async (tx) => {
      const id = randomUUID();
      const sealedSecret = tx.vault.seal(placeOfSecret(id), endpoint.secret);
      await lockEndpointsOf(tx, endpoint.accountId);
      if ((await listEndpoints(tx, endpoint.accountId)).length >= atMost) return null;
      await insertAccount(tx, endpoint.accountId);
      const { accountId, url, events } = endpoint;
      record(tx, by, 'create', { accountId, id }, describe({ url, events }));
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
    by?: Actor,
  ): Promise<WebhookEndpoint | null> {
    if (!isUuid(id)) return null;
    return this.context.db.transaction(async (tx) => {
      const endpoint = await updateEndpoint(tx, { accountId, id }, change);
      if (endpoint) record(tx, by, 'update', { accountId, id }, describe(change));
      if (endpoint && change.isDisabled === false) await hurryMessages(tx, endpoint.id);
      return endpoint;
    });
  }

  async remove(accountId: string, id: string, by?: Actor): Promise<boolean> {
    if (!isUuid(id)) return false;
    return this.context.db.transaction(async (tx) => {
      const isRemoved = await deleteEndpoint(tx, { accountId, id });
      if (isRemoved) record(tx, by, 'delete', { accountId, id });
      return isRemoved;
    });
  }

  async rotateSecret(
    accountId: string,
    id: string,
    secret: string,
    keepPreviousMs: number,
    by?: Actor,
  ): Promise<WebhookEndpoint | null> {
    if (!isUuid(id)) return null;
    return this.context.db.transaction(async (tx) => {
      const row = await lockEndpoint(tx, { accountId, id });
      if (!row) return null;
      const { vault } = tx;
      const previous = vault.open(placeOfSecret(row.id), row.secret);
      record(tx, by, 'rotate_secret', { accountId, id });
      return updateSecrets(tx, row.id, {
        sealedSecret: vault.seal(placeOfSecret(row.id), secret),
        sealedPrevious: vault.seal(placeOfPreviousSecret(row.id), previous),
        keepPreviousMs,
      });
    });
  }

  async enqueueTest(
    accountId: string,
    id: string,
    type: string,
    by?: Actor,
  ): Promise<string | null> {
    if (!isUuid(id)) return null;
    return this.context.db.transaction(async (tx) => {
      const row = await lockEndpoint(tx, { accountId, id });
      if (!row) return null;
      record(tx, by, 'test', { accountId, id });
      return insertTestMessage(tx, { id: row.id, accountId }, type);
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

type EndpointAction = 'create' | 'update' | 'delete' | 'rotate_secret' | 'test';

function record(
  tx: Transaction,
  by: Actor | undefined,
  action: EndpointAction,
  { accountId, id }: { accountId: string; id: string },
  details: AuditEntry['details'] = {},
): void {
  const subject = id.toLowerCase();
  recordAction(tx, by, { action: `webhook_endpoint.${action}`, accountId, subject, details });
}

/** Of the URL only the host: path and query may hold a secret. */
function describe({ url, events, isDisabled }: WebhookEndpointChange): Record<string, unknown> {
  return {
    ...(url !== undefined && { host: URL.canParse(url) ? new URL(url).host : null }),
    ...(events && { events }),
    ...(isDisabled !== undefined && { disabled: isDisabled }),
  };
}
