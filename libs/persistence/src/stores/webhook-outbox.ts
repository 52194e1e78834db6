import { BULK_MS, patient } from '../engine/database.js';
import {
  placeOfPreviousSecret,
  placeOfSecret,
  type WebhookEndpointRow,
} from '../rows/webhook-endpoint-row.js';
import { pruneKomboWebhooks } from '../statements/kombo-webhooks.js';
import { deleteOutdatedSecrets } from '../statements/webhook-endpoints.js';
import {
  claimMessages,
  closeClaim,
  insertWebhookAttempt,
  lockEndpointsWithWork,
  pruneAttempts,
  pruneMessages,
  recordEndpointHealth,
} from '../statements/webhook-messages.js';
import type { ClaimedMessage, ClaimOptions, SentMessage, WebhookOutbox } from '../webhooks.js';
import { UnopenableError } from '../vault/sealed.js';
import type { Vault } from '../vault/vault.js';
import type { StoreContext } from './context.js';

/** What waits to be sent, in SQL. */
export class SqlWebhookOutbox implements WebhookOutbox {
  constructor(private readonly context: StoreContext) {}

  async claim(options: ClaimOptions): Promise<ClaimedMessage[]> {
    return this.context.db.transaction(async (tx) => {
      const [maySend, endpoints] = await Promise.all([
        this.context.identity.maySend(tx),
        lockEndpointsWithWork(tx, options),
      ]);
      if (!maySend || endpoints.length === 0) return [];
      const byId = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
      const rows = await claimMessages(tx, [...byId.keys()], options);
      return rows.flatMap((row) => {
        const endpoint = byId.get(row.endpoint_id);
        if (!endpoint) return [];
        const { id, account_id: accountId, url, failing_since: failingSince } = endpoint;
        return [
          {
            id: row.id,
            type: row.type,
            payload: row.payload,
            attemptNumber: row.attempt_count,
            endpoint: { id, accountId, url, failingSince },
            secrets: secretsOf(tx.vault, endpoint),
          },
        ];
      });
    });
  }

  async finish(sent: SentMessage): Promise<{ disabled: boolean } | null> {
    return this.context.db.transaction(async (tx) => {
      const closed = await closeClaim(tx, sent);
      if (closed === null) return null;
      await insertWebhookAttempt(tx, sent, closed.nextAttemptAt);
      return { disabled: await recordEndpointHealth(tx, sent) };
    });
  }

  async prune({ keepMs, keepKomboMs }: { keepMs: number; keepKomboMs: number }): Promise<boolean> {
    const db = patient(this.context.db, BULK_MS);
    await deleteOutdatedSecrets(db);
    const more = [
      await pruneMessages(db, keepMs),
      await pruneAttempts(db, keepMs),
      await pruneKomboWebhooks(db, keepKomboMs),
    ];
    return more.includes(true);
  }
}

/** Newest first; none when this process does not have the key: only that endpoint is to suffer then. */
function secretsOf(vault: Vault, row: WebhookEndpointRow): string[] {
  const { id, secret, previous_secret: previous, previous_secret_until: until } = row;
  try {
    const newest = vault.open(placeOfSecret(id), secret);
    return previous !== null && until !== null && until > new Date()
      ? [newest, vault.open(placeOfPreviousSecret(id), previous)]
      : [newest];
  } catch (error) {
    if (error instanceof UnopenableError) return [];
    throw error;
  }
}
