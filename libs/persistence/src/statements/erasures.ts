import type { Erasure, ErasureRequest } from '@result-links/delivery';
import type { Queryable, Transaction } from '../engine/database.js';

const COLUMNS = `id, target_type as "targetType", account_id as "accountId",
  integration_id as "integrationId", erased_at as "erasedAt", delivery_count as "deliveryCount",
  cancelled_count as "cancelledCount", in_flight_count as "inFlightCount"`;

/** Begins the record of an erasure; it never says whom it is about. */
export async function insertErasure(
  db: Queryable,
  id: string,
  { target, accountId, integrationId }: ErasureRequest,
): Promise<void> {
  await db.query(
    `insert into result_links.erasures (id, target_type, account_id, integration_id)
     values ($1, $2, $3, $4)`,
    [id, target.type, accountId, integrationId],
  );
}

/** Adds what one more batch has erased. */
export async function countErased(
  tx: Transaction,
  id: string,
  counts: { deliveries: number; cancelled: number; inFlight: number },
): Promise<void> {
  await tx.query(
    `update result_links.erasures
        set delivery_count = delivery_count + $2, cancelled_count = cancelled_count + $3,
            in_flight_count = in_flight_count + $4
      where id = $1`,
    [id, counts.deliveries, counts.cancelled, counts.inFlight],
  );
}

export async function findErasure(db: Queryable, id: string): Promise<Erasure | null> {
  const { rows } = await db.query<Erasure>(
    `select ${COLUMNS} from result_links.erasures where id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/** The newest ones first. */
export async function listErasures(db: Queryable, limit: number): Promise<Erasure[]> {
  const { rows } = await db.query<Erasure>(
    `select ${COLUMNS} from result_links.erasures order by erased_at desc, id limit $1`,
    [limit],
  );
  return rows;
}
