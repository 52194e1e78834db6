import type { AuditFilter, DeliveryState, ManualMove } from '@result-links/delivery';
import type { Attempt } from '@result-links/delivery';
import type { Queryable } from '../engine/database.js';
import { toAttempt, type AttemptRow } from '../rows/attempt-row.js';
import type { DeliveryRow } from '../rows/delivery-row.js';
import { lowestIdAt, Parameters } from './delivery-filter.js';

/** A delivery's row, and when its content was erased. */
export type AuditedRow = DeliveryRow & { erased_at: Date | null };

/** Rows by id, after `afterId`: ids sort by time, so what is accepted meanwhile comes at the end. */
export async function listForAudit(
  db: Queryable,
  filter: AuditFilter,
  page: { afterId: string | null; limit: number },
): Promise<AuditedRow[]> {
  const parameters = new Parameters();
  const conditions = ['true'];
  const add = (condition: string, value: unknown): void => {
    if (value !== undefined && value !== null) {
      conditions.push(`${condition} ${parameters.add(value)}`);
    }
  };
  add('account_id =', filter.accountId);
  add('integration_id =', filter.integrationId);
  add('id >', page.afterId);
  add('id >=', filter.acceptedAfter && lowestIdAt(filter.acceptedAfter));
  add('id <', filter.acceptedBefore && lowestIdAt(filter.acceptedBefore));
  const { rows } = await db.query<AuditedRow>(
    `select * from result_links.deliveries where ${conditions.join(' and ')}
      order by id limit ${parameters.add(page.limit)}`,
    parameters.values,
  );
  return rows;
}

/** All attempts of the deliveries, first ones first. */
export async function listAttemptsOf(
  db: Queryable,
  deliveryIds: readonly string[],
): Promise<Attempt[]> {
  const { rows } = await db.query<AttemptRow>(
    `select * from result_links.attempts where delivery_id = any($1::uuid[])
      order by delivery_id, number`,
    [deliveryIds],
  );
  return rows.map((row) => toAttempt(row, db.vault));
}

/** All moves by hand of the deliveries, first ones first. */
export async function listMovesOf(
  db: Queryable,
  deliveryIds: readonly string[],
): Promise<(ManualMove & { deliveryId: string })[]> {
  const { rows } = await db.query<{
    deliveryId: string;
    at: Date;
    from: DeliveryState;
    to: DeliveryState;
    note: string;
  }>(
    `select delivery_id as "deliveryId", at, from_state as "from", to_state as "to", note
       from result_links.moves where delivery_id = any($1::uuid[]) order by delivery_id, at`,
    [deliveryIds],
  );
  return rows;
}
