import type { AcceptInput, Delivery } from '@result-links/delivery';
import type { Queryable, Transaction } from '../engine/database.js';
import { toDelivery, type DeliveryRow } from '../rows/delivery-row.js';
import type { Vault } from '../vault/vault.js';

/** How many earlier deliveries of one content are looked at; more of them only ever failed. */
const EARLIER_BY_CONTENT = 50;

/**
 * Makes requests with the same key or the same content take turns until the end of the transaction,
 * also between replicas: whoever comes second finds the first one's delivery. A key is locked for the whole
 * account, since that is what processes of releases before 007 lock.
 */
export function lockRequests(
  tx: Transaction,
  inputs: readonly Pick<AcceptInput, 'accountId' | 'idempotencyKey' | 'contentHash'>[],
): void {
  const keys = inputs.flatMap(({ accountId, idempotencyKey }) =>
    idempotencyKey === null ? [] : [`key ${accountId} ${idempotencyKey}`],
  );
  const contents = inputs.map(
    ({ accountId, contentHash }) => `content ${accountId} ${contentHash}`,
  );
  // Keys first, contents second, each in the order of their hashes, always: the order keeps two groups
  // of requests from waiting for each other.
  tx.send(
    `select pg_advisory_xact_lock(hash) from (
       select distinct rank, hashtextextended(name, 0) as hash
         from (select 1, name from unnest($1::text[]) as name
               union all
               select 2, name from unnest($2::text[]) as name) names (rank, name)
        order by 1, 2) in_order`,
    [keys, contents],
  );
}

/** The deliveries of the same integration that used one of the keys before. */
export async function findByIdempotencyKeys(
  db: Queryable,
  requests: readonly Pick<AcceptInput, 'accountId' | 'integrationId' | 'idempotencyKey'>[],
): Promise<Delivery[]> {
  const { rows } = await db.query<DeliveryRow>(
    `select d.* from unnest($1::text[], $2::text[], $3::text[]) as wanted (account_id, key, integration_id)
       join result_links.deliveries d
         on d.account_id = wanted.account_id and d.idempotency_key = wanted.key
        and d.integration_id = wanted.integration_id`,
    [
      requests.map(({ accountId }) => accountId),
      requests.map(({ idempotencyKey }) => idempotencyKey),
      requests.map(({ integrationId }) => integrationId),
    ],
  );
  return rows.map((row) => toDelivery(row, db.vault));
}

/** Deliveries with one of the contents that may stand for a new request, the newest of each. */
export async function findByContents(
  db: Queryable,
  requests: readonly { accountId: string; contentHash: string }[],
): Promise<Delivery[]> {
  const wanted = requests.flatMap(({ accountId, contentHash }) =>
    db.vault.contentHashesInColumn(contentHash).map((hash) => ({ accountId, hash })),
  );
  const { rows } = await db.query<DeliveryRow>(
    `select newest.* from unnest($1::text[], $2::text[]) as wanted (account_id, hash)
      cross join lateral (
        select * from result_links.deliveries d
         where d.account_id = wanted.account_id and d.content_hash = wanted.hash
           and d.state not in ('failed', 'cancelled')
         order by d.id desc limit ${EARLIER_BY_CONTENT}) newest`,
    [wanted.map(({ accountId }) => accountId), wanted.map(({ hash }) => hash)],
    // On an empty table any index that begins with the account looks as good as the one on the content:
    // kept, such a plan read all deliveries of the account for every accept (728/s instead of 3,000).
    { isPlannedEachTime: true },
  );
  return rows.map((row) => toDelivery(row, db.vault));
}

/** A delivery to keep. */
export interface NewDelivery extends AcceptInput {
  id: string;
  acceptedAt: Date;
  state: 'queued' | 'parked';
  /** When it is due; `null` for a parked one. */
  nextAttemptAt: Date | null;
  /** Why it is parked; `null` for a queued one. */
  lastOutcome: Delivery['lastOutcome'];
  lastDetails: Delivery['lastDetails'];
}

/** Keeps deliveries, as {@link asDelivery} says. */
export function insertDeliveries(tx: Transaction, inputs: readonly NewDelivery[]): void {
  tx.send(
    `insert into result_links.deliveries
       (id, account_id, integration_id, target_type, target_id, body, content_hash, idempotency_key,
        state, accepted_at, updated_at, next_attempt_at, last_outcome, last_details, error_code)
     select id, account_id, integration_id, target_type, target_id, body::json, content_hash, key, state,
            accepted_at, accepted_at, due_at, outcome, details::json, code
       from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                   $8::text[], $9::text[], $10::timestamptz[], $11::timestamptz[],
                   $12::text[], $13::text[], $14::text[])
         as new (id, account_id, integration_id, target_type, target_id, body, content_hash, key, state,
                 accepted_at, due_at, outcome, details, code)`,
    [
      inputs.map(({ id }) => id),
      inputs.map(({ accountId }) => accountId),
      inputs.map(({ integrationId }) => integrationId),
      inputs.map(({ target }) => target.type),
      inputs.map(({ target }) => target.id),
      inputs.map(({ id, body }) => tx.vault.bodyToColumn(id, body)),
      inputs.map(({ contentHash }) => tx.vault.contentHashToColumn(contentHash)),
      inputs.map(({ idempotencyKey }) => idempotencyKey),
      inputs.map(({ state }) => state),
      inputs.map(({ acceptedAt }) => acceptedAt),
      inputs.map(({ nextAttemptAt }) => nextAttemptAt),
      inputs.map(({ lastOutcome }) => lastOutcome),
      inputs.map(({ lastDetails }) => lastDetails && JSON.stringify(lastDetails)),
      inputs.map(({ lastDetails }) => lastDetails?.code ?? null),
    ],
  );
}

/** A new delivery as it is kept, so that it need not be read again. */
export function asDelivery(added: NewDelivery, vault: Vault): Delivery {
  const { id, accountId, integrationId, target, body, idempotencyKey } = added;
  return {
    ...{ id, accountId, integrationId, target, body, idempotencyKey },
    contentHash: vault.contentHashToColumn(added.contentHash),
    state: added.state,
    ...{ attemptCount: 0, countedAttempts: 0, throttledInARow: 0, warnings: [] },
    nextAttemptAt: added.nextAttemptAt,
    lastOutcome: added.lastOutcome,
    lastDetails: added.lastDetails,
    acceptedAt: added.acceptedAt,
    updatedAt: added.acceptedAt,
  };
}
