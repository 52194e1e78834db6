import type { Queryable, Transaction } from '../engine/database.js';
import { toWebhookEndpoint, type WebhookEndpointRow } from '../rows/webhook-endpoint-row.js';
import type { WebhookAttempt, WebhookEndpoint } from '../webhooks.js';

/** Which endpoint. */
export interface EndpointKey {
  accountId: string;
  id: string;
}

const ENDPOINTS = 'result_links.webhook_endpoints';

/** Makes creations of one account take turns until the end of the transaction, so that they count right. */
export async function lockEndpointsOf(tx: Transaction, accountId: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('webhooks ' || $1, 0))`, [
    accountId,
  ]);
}

export async function insertEndpoint(
  tx: Transaction,
  input: EndpointKey & { url: string; events: readonly string[]; sealedSecret: string },
): Promise<WebhookEndpoint> {
  const { rows } = await tx.query<WebhookEndpointRow>(
    `insert into ${ENDPOINTS} (id, account_id, url, events, secret)
     values ($1, $2, $3, $4, $5) returning *`,
    [input.id, input.accountId, input.url, input.events, input.sealedSecret],
  );
  return toWebhookEndpoint(rows[0] as WebhookEndpointRow);
}

/** The endpoints of an account, oldest first. */
export async function listEndpoints(db: Queryable, accountId: string): Promise<WebhookEndpoint[]> {
  const { rows } = await db.query<WebhookEndpointRow>(
    `select * from ${ENDPOINTS} where account_id = $1 order by created_at, id`,
    [accountId],
  );
  return rows.map(toWebhookEndpoint);
}

/** With its sealed secrets, locked. */
export async function lockEndpoint(
  tx: Transaction,
  { accountId, id }: EndpointKey,
): Promise<WebhookEndpointRow | null> {
  const { rows } = await tx.query<WebhookEndpointRow>(
    `select * from ${ENDPOINTS} where id = $2 and account_id = $1 for no key update`,
    [accountId, id],
  );
  return rows[0] ?? null;
}

export async function findEndpoint(
  db: Queryable,
  { accountId, id }: EndpointKey,
): Promise<WebhookEndpoint | null> {
  const { rows } = await db.query<WebhookEndpointRow>(
    `select * from ${ENDPOINTS} where id = $2 and account_id = $1`,
    [accountId, id],
  );
  return rows[0] ? toWebhookEndpoint(rows[0]) : null;
}

/** Changes what is given. Switching on forgets past failures; switching off twice keeps the first time. */
export async function updateEndpoint(
  db: Queryable,
  { accountId, id }: EndpointKey,
  change: { url?: string; events?: readonly string[]; isDisabled?: boolean },
): Promise<WebhookEndpoint | null> {
  const { rows } = await db.query<WebhookEndpointRow>(
    `update ${ENDPOINTS}
        set url = coalesce($3, url),
            events = coalesce($4::text[], events),
            disabled_at = case $5::boolean when true then coalesce(disabled_at, now())
                                           when false then null else disabled_at end,
            disabled_reason = case $5::boolean when true then coalesce(disabled_reason, 'by_hand')
                                               when false then null else disabled_reason end,
            failing_since = case when $5::boolean = false then null else failing_since end
      where id = $2 and account_id = $1
      returning *`,
    [accountId, id, change.url ?? null, change.events ?? null, change.isDisabled ?? null],
  );
  return rows[0] ? toWebhookEndpoint(rows[0]) : null;
}

/** Writes sealed secrets; the row must be locked. */
export async function updateSecrets(
  tx: Transaction,
  id: string,
  secrets: { sealedSecret: string; sealedPrevious: string; keepPreviousMs: number },
): Promise<WebhookEndpoint> {
  const { rows } = await tx.query<WebhookEndpointRow>(
    `update ${ENDPOINTS}
        set secret = $2, previous_secret = $3,
            previous_secret_until = now() + make_interval(secs => $4::float8 / 1000)
      where id = $1 returning *`,
    [id, secrets.sealedSecret, secrets.sealedPrevious, secrets.keepPreviousMs],
  );
  return toWebhookEndpoint(rows[0] as WebhookEndpointRow);
}

export async function deleteEndpoint(
  db: Queryable,
  { accountId, id }: EndpointKey,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `delete from ${ENDPOINTS} where id = $2 and account_id = $1`,
    [accountId, id],
  );
  return rowCount > 0;
}

/** Forgets secrets that no longer sign. */
export async function deleteOutdatedSecrets(db: Queryable): Promise<void> {
  await db.query(
    `update ${ENDPOINTS} set previous_secret = null, previous_secret_until = null
      where previous_secret_until < now()`,
  );
}

interface WebhookAttemptRow {
  message_id: string;
  type: string;
  number: number;
  started_at: Date;
  duration_ms: number;
  http_status: number | null;
  error: string | null;
  next_attempt_at: Date | null;
}

/** What was sent to an endpoint, newest first. */
export async function listWebhookAttempts(
  db: Queryable,
  endpointId: string,
  limit: number,
): Promise<WebhookAttempt[]> {
  const { rows } = await db.query<WebhookAttemptRow>(
    `select * from result_links.webhook_attempts where endpoint_id = $1
      order by started_at desc, number desc limit $2`,
    [endpointId, limit],
  );
  return rows.map((row) => ({
    messageId: row.message_id,
    type: row.type,
    number: row.number,
    startedAt: row.started_at,
    durationMs: row.duration_ms,
    httpStatus: row.http_status,
    error: row.error,
    nextAttemptAt: row.next_attempt_at,
  }));
}
