import type { Queryable, Transaction } from '../engine/database.js';
import type { IntegrationKey } from './integrations.js';

/** Rows forgotten in one statement. */
const PRUNE_BATCH = 5_000;

/** Remembers a webhook of Kombo; `false`: it was there before. A second one at the same time waits here. */
export async function rememberKomboWebhook(
  tx: Transaction,
  webhook: { accountId: string; id: string; type: string },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into result_links.kombo_webhooks (account_id, id, type) values ($1, $2, $3)
     on conflict do nothing`,
    [webhook.accountId, webhook.id, webhook.type],
  );
  return rowCount > 0;
}

/** Keeps the time of the news if it is the newest; `false`: newer ones came before. The row is locked. */
export async function advanceKomboState(
  tx: Transaction,
  { accountId, integrationId }: IntegrationKey,
  at: Date,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update result_links.integrations set kombo_state_at = $3
      where account_id = $1 and id = $2 and (kombo_state_at is null or kombo_state_at <= $3)`,
    [accountId, integrationId, at],
  );
  return rowCount > 0;
}

/** Lets the next probe of a parked integration come at once. */
export async function probeNow(
  tx: Transaction,
  { accountId, integrationId }: IntegrationKey,
): Promise<void> {
  await tx.query(
    `update result_links.integrations set probe_at = now()
      where account_id = $1 and id = $2 and state = 'parked' and probe_at > now()`,
    [accountId, integrationId],
  );
}

/** Forgets webhooks that are old. Returns whether there may be more. */
export async function pruneKomboWebhooks(db: Queryable, keepMs: number): Promise<boolean> {
  const { rowCount } = await db.query(
    `delete from result_links.kombo_webhooks where (account_id, id) in (
       select account_id, id from result_links.kombo_webhooks
        where received_at < now() - make_interval(secs => $1::float8 / 1000)
        limit ${PRUNE_BATCH})`,
    [keepMs],
  );
  return rowCount === PRUNE_BATCH;
}
