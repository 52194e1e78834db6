import { withoutTexts } from '@result-links/delivery';
import type { DeliveryState, OutcomeDetails, Target } from '@result-links/delivery';
import type { Queryable, Transaction } from '../engine/database.js';
import { writeTexts } from './sealed-texts.js';

/** Advisory lock of retention ("rlre"), so that replicas take turns. */
const RETENTION_LOCK = 0x726c7265;

/** Stands where a content hash was; no hash of ours is like it. */
const NO_HASH = 'k:erased';

/** A delivery that is about to be erased, locked. */
export interface ErasableDelivery {
  id: string;
  state: DeliveryState;
  lastDetails: OutcomeDetails | null;
}

const ERASABLE = 'd.id, d.state, d.last_details as "lastDetails"';

/** Takes the turn of retention until the end of the transaction; `false`: another replica has it. */
export async function takeRetentionTurn(tx: Transaction): Promise<boolean> {
  const { rows } = await tx.query<{ isMine: boolean }>(
    'select pg_try_advisory_xact_lock($1) as "isMine"',
    [RETENTION_LOCK],
  );
  return rows[0]?.isMine === true;
}

/** Locks deliveries that ended longer than `retentionMs` ago and still have content, longest ended first. */
export async function lockEnded(
  tx: Transaction,
  retentionMs: number,
  limit: number,
): Promise<ErasableDelivery[]> {
  const { rows } = await tx.query<ErasableDelivery>(
    `select ${ERASABLE} from result_links.deliveries d
      where d.erased_at is null and d.state in ('delivered', 'failed', 'unknown', 'cancelled')
        and d.updated_at < now() - make_interval(secs => $1::float8 / 1000)
      order by d.updated_at limit $2
      for update skip locked`,
    [retentionMs, limit],
  );
  return rows;
}

/** Locks deliveries of an account to a target, in the order of their ids. */
export async function lockOfTarget(
  tx: Transaction,
  of: { accountId: string; integrationId: string | null; target: Target },
  limit: number,
): Promise<ErasableDelivery[]> {
  const { rows } = await tx.query<ErasableDelivery>(
    `select ${ERASABLE} from result_links.deliveries d
      where d.account_id = $1 and d.target_id = $2 and d.target_type = $3
        and ($4::text is null or d.integration_id = $4)
      order by d.id limit $5
      for update`,
    [of.accountId, of.target.id, of.target.type, of.integrationId, limit],
  );
  return rows;
}

/** Erases body and texts of deliveries (locked) and of their attempts. */
export async function eraseContent(
  tx: Transaction,
  deliveries: readonly ErasableDelivery[],
): Promise<void> {
  // The details are rebuilt here and not in SQL: a text of Kombo's may hold what PostgreSQL cannot decode.
  await tx.query(
    `update result_links.deliveries d
        set body = null, warnings = '[]', last_details = e.details::json,
            error_code = e.details::json ->> 'code', erased_at = now()
       from unnest($1::uuid[], $2::text[]) as e(id, details)
      where d.id = e.id`,
    [deliveries.map(({ id }) => id), deliveries.map(({ lastDetails }) => toColumn(lastDetails))],
  );
  await eraseAttempts(
    tx,
    deliveries.map(({ id }) => id),
  );
}

async function eraseAttempts(tx: Transaction, deliveryIds: readonly string[]): Promise<void> {
  const { rows } = await tx.query<{
    delivery_id: string;
    number: number;
    details: OutcomeDetails;
  }>(
    `select delivery_id, number, details from result_links.attempts
      where delivery_id = any($1::uuid[]) and finished_at is not null`,
    [deliveryIds],
  );
  await writeTexts(
    tx,
    rows.map(({ delivery_id: deliveryId, number, details }) => ({
      ...{ deliveryId, number, details: toColumn(details), warnings: '[]' },
    })),
  );
}

function toColumn(details: OutcomeDetails | null): string | null {
  return details && JSON.stringify(withoutTexts(details));
}

/** Takes away what tells whom deliveries (locked) were for, and cancels those that wait. */
export async function eraseIdentity(
  tx: Transaction,
  deliveryIds: readonly string[],
  standIn: string,
): Promise<void> {
  await tx.query(
    `with cancelled as (
       insert into result_links.moves (delivery_id, at, from_state, to_state, note)
       select id, clock_timestamp(), state, 'cancelled', 'erase'
         from result_links.deliveries
        where id = any($1::uuid[]) and state in ('queued', 'retrying', 'parked')
     )
     update result_links.deliveries
        set target_id = $2, content_hash = '${NO_HASH}', idempotency_key = null,
            updated_at = case when state in ('queued', 'retrying', 'parked')
                              then clock_timestamp() else updated_at end,
            state = case when state in ('queued', 'retrying', 'parked')
                         then 'cancelled' else state end,
            next_attempt_at = null, job_id = null
      where id = any($1::uuid[])`,
    [deliveryIds, standIn],
  );
}

/** Takes the target's id out of outgoing webhooks that name it, sent or not. */
export async function eraseFromWebhooks(
  db: Queryable,
  of: { accountId: string; integrationId: string | null; target: Target },
  standIn: string,
): Promise<void> {
  await db.query(
    `update result_links.webhook_messages
        set payload = jsonb_set(payload::jsonb, '{data,target,id}', to_jsonb($5::text))::json
      where payload #>> '{data,target,id}' = $1 and payload #>> '{data,target,type}' = $2
        and payload #>> '{data,account_id}' = $3
        and ($4::text is null or payload #>> '{data,integration_id}' = $4)`,
    [of.target.id, of.target.type, of.accountId, of.integrationId, standIn],
  );
}
