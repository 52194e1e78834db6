import type { Queryable, Transaction } from '../engine/database.js';
import type { WebhookEndpointRow } from '../rows/webhook-endpoint-row.js';
import type { ClaimOptions, SentMessage } from '../webhooks.js';

/** Rows forgotten in one statement. */
const PRUNE_BATCH = 5_000;

/**
 * How long an endpoint that has failed for longer than this is left in peace between two attempts, however
 * much waits for it: many dead endpoints, each with a backlog, would take all places otherwise.
 */
const DEAD_PAUSE = `interval '1 minute'`;

/** How many more events may be on the wire to the endpoint `e`; $1 in use, $2 when its last attempt failed. */
const ROOM_OF_ENDPOINT = `case when e.failing_since is null then $1::int else $2::int end - (
  select count(*) from result_links.webhook_messages b
   where b.endpoint_id = e.id and b.lease_until > now())`;

/**
 * Endpoints in use with something due and room for it, those first that were longest not looked at; locked,
 * and left out while another process holds them.
 */
export async function lockEndpointsWithWork(
  tx: Transaction,
  { limit, perEndpoint, perFailingEndpoint }: ClaimOptions,
): Promise<WebhookEndpointRow[]> {
  const { rows } = await tx.query<WebhookEndpointRow>(
    `update result_links.webhook_endpoints set claimed_at = clock_timestamp()
      where id in (
        select e.id from result_links.webhook_endpoints e
         where e.disabled_at is null
           and (e.failing_since is null or e.failing_since > now() - ${DEAD_PAUSE}
                or e.claimed_at is null or e.claimed_at < now() - ${DEAD_PAUSE})
           and exists (select from result_links.webhook_messages m
                        where m.endpoint_id = e.id and m.state = 'waiting' and m.next_attempt_at <= now())
           and ${ROOM_OF_ENDPOINT} > 0
         order by e.claimed_at nulls first limit $3
         for no key update skip locked)
      returning *`,
    [perEndpoint, perFailingEndpoint, limit],
  );
  return rows;
}

/** A message as the claim returns it. */
export interface ClaimedRow {
  id: string;
  endpoint_id: string;
  type: string;
  payload: string;
  attempt_count: number;
}

/**
 * Claims due messages of endpoints (locked before, in a statement of their own: this one then sees what
 * the last claimer has committed, so the limit per endpoint is exact).
 */
export async function claimMessages(
  tx: Transaction,
  endpointIds: readonly string[],
  { limit, perEndpoint, perFailingEndpoint, leaseMs }: ClaimOptions,
): Promise<ClaimedRow[]> {
  const { rows } = await tx.query<ClaimedRow>(
    `update result_links.webhook_messages
        set attempt_count = attempt_count + 1,
            lease_until = now() + make_interval(secs => $3::float8 / 1000),
            next_attempt_at = now() + make_interval(secs => $3::float8 / 1000)
      where id in (
        select due.id
          from result_links.webhook_endpoints e
         cross join lateral (
           select m.id, m.next_attempt_at from result_links.webhook_messages m
            where m.endpoint_id = e.id and m.state = 'waiting' and m.next_attempt_at <= now()
            order by m.next_attempt_at
            limit greatest(0, ${ROOM_OF_ENDPOINT})) due
         where e.id = any($4::uuid[])
         order by due.next_attempt_at limit $5)
      returning id, endpoint_id, type, payload::text as payload, attempt_count`,
    [perEndpoint, perFailingEndpoint, leaseMs, endpointIds, limit],
  );
  return rows;
}

/** Makes everything that waits for an endpoint due now, but what is on the wire. */
export async function hurryMessages(tx: Transaction, endpointId: string): Promise<void> {
  await tx.query(
    `update result_links.webhook_messages set next_attempt_at = now()
      where endpoint_id = $1 and state = 'waiting' and next_attempt_at > now()
        and (lease_until is null or lease_until < now())`,
    [endpointId],
  );
}

/** Ends every claim: whoever held them is known to be dead. What they were sending is due at once. */
export async function endAllLeases(db: Queryable): Promise<void> {
  await db.query(
    `update result_links.webhook_messages
        set lease_until = null,
            next_attempt_at = case when state = 'waiting' then now() end
      where lease_until is not null`,
  );
}

/** Puts one event for one endpoint into the outbox, before all that waits there; returns its id. */
export async function insertTestMessage(
  tx: Transaction,
  endpoint: { id: string; accountId: string },
  type: string,
): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    `insert into result_links.webhook_messages (endpoint_id, type, payload, next_attempt_at)
     values ($1::uuid, $2, json_build_object(
               'type', $2::text, 'timestamp', result_links.webhook_time(clock_timestamp()),
               'data', json_build_object('account_id', $3::text, 'endpoint_id', $4::text)),
             'epoch')
     returning id`,
    [endpoint.id, type, endpoint.accountId, endpoint.id],
  );
  // Somebody looks on: not even an endpoint that has long been failing is to be waited for.
  await tx.query('update result_links.webhook_endpoints set claimed_at = null where id = $1', [
    endpoint.id,
  ]);
  return (rows[0] as { id: string }).id;
}

/** Writes what came of a claim, if it still is the message's newest; when its next attempt is due. */
export async function closeClaim(
  tx: Transaction,
  { messageId, attemptNumber, succeeded, retryInMs }: SentMessage,
): Promise<{ nextAttemptAt: Date | null } | null> {
  const { rows } = await tx.query<{ nextAttemptAt: Date | null }>(
    `update result_links.webhook_messages
        set lease_until = null,
            state = case when $3 then 'delivered' when $4::float8 is null then 'given_up' else 'waiting' end,
            next_attempt_at = case when not $3 then now() + make_interval(secs => $4::float8 / 1000) end
      where id = $1 and attempt_count = $2 and state = 'waiting' and lease_until is not null
      returning next_attempt_at as "nextAttemptAt"`,
    [messageId, attemptNumber, succeeded, retryInMs],
  );
  return rows[0] ?? null;
}

export async function insertWebhookAttempt(
  tx: Transaction,
  sent: SentMessage,
  nextAttemptAt: Date | null,
): Promise<void> {
  await tx.query(
    `insert into result_links.webhook_attempts
       (message_id, number, endpoint_id, type, started_at, duration_ms, http_status, error, next_attempt_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict do nothing`,
    [
      sent.messageId,
      sent.attemptNumber,
      sent.endpointId,
      sent.type,
      sent.startedAt,
      sent.durationMs,
      sent.httpStatus,
      sent.error,
      nextAttemptAt,
    ],
  );
}

/** Writes how the endpoint does; returns whether this switched it off. */
export async function recordEndpointHealth(
  tx: Transaction,
  { endpointId, succeeded, disable }: SentMessage,
): Promise<boolean> {
  if (succeeded) {
    await tx.query(
      `update result_links.webhook_endpoints set failing_since = null
        where id = $1 and failing_since is not null`,
      [endpointId],
    );
    return false;
  }
  await tx.query(
    `update result_links.webhook_endpoints set failing_since = now()
      where id = $1 and failing_since is null`,
    [endpointId],
  );
  if (disable === null) return false;
  const { rowCount } = await tx.query(
    `update result_links.webhook_endpoints set disabled_at = now(), disabled_reason = $2
      where id = $1 and disabled_at is null`,
    [endpointId, disable],
  );
  return rowCount > 0;
}

/** Forgets old messages and those of endpoints that are gone. Returns whether there may be more. */
export async function pruneMessages(db: Queryable, keepMs: number): Promise<boolean> {
  const { rowCount } = await db.query(
    `delete from result_links.webhook_messages where id in (
       select m.id from result_links.webhook_messages m
        where m.created_at < now() - make_interval(secs => $1::float8 / 1000)
           or not exists (select from result_links.webhook_endpoints e where e.id = m.endpoint_id)
        limit ${PRUNE_BATCH})`,
    [keepMs],
  );
  return rowCount === PRUNE_BATCH;
}

/** Forgets old attempts and those of endpoints that are gone. Returns whether there may be more. */
export async function pruneAttempts(db: Queryable, keepMs: number): Promise<boolean> {
  const { rowCount } = await db.query(
    `delete from result_links.webhook_attempts where (message_id, number) in (
       select a.message_id, a.number from result_links.webhook_attempts a
        where a.started_at < now() - make_interval(secs => $1::float8 / 1000)
           or not exists (select from result_links.webhook_endpoints e where e.id = a.endpoint_id)
        limit ${PRUNE_BATCH})`,
    [keepMs],
  );
  return rowCount === PRUNE_BATCH;
}
