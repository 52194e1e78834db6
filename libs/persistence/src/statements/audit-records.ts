import {
  newDeliveryId,
  type Actor,
  type AuditEntry,
  type AuditRecord,
  type AuditRecordFilter,
} from '@result-links/delivery';
import type { Queryable, Transaction } from '../engine/database.js';
import { acceptedAtOf, Parameters } from './delivery-filter.js';

interface AuditRecordRow {
  id: string;
  at: Date;
  actor_type: AuditRecord['type'];
  key_id: string | null;
  key_name: string | null;
  address: string | null;
  account_id: string | null;
  action: AuditRecord['action'];
  subject: string | null;
  details: Record<string, unknown>;
}

/** Records an action with the transaction that does it. @param by absent: the service itself, which is not recorded */
export function recordAction(tx: Transaction, by: Actor | undefined, entry: AuditEntry): void {
  if (by === undefined) return;
  tx.send(
    `insert into result_links.audit_records
       (id, actor_type, key_id, key_name, address, account_id, action, subject, details)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      newDeliveryId(),
      by.type,
      by.keyId,
      by.keyName,
      by.address,
      entry.accountId,
      entry.action,
      entry.subject,
      JSON.stringify(entry.details ?? {}),
    ],
  );
}

/** Newest first, before the record `beforeId`. */
export async function listAuditRecords(
  db: Queryable,
  filter: AuditRecordFilter,
  page: { limit: number; beforeId: string | null },
): Promise<AuditRecord[]> {
  const parameters = new Parameters();
  const conditions = ['true'];
  const add = (condition: string, value: unknown): void => {
    if (value !== undefined) conditions.push(`${condition} ${parameters.add(value)}`);
  };
  add('account_id =', filter.accountId);
  add('action =', filter.action);
  add('key_id =', filter.keyId);
  add('subject =', filter.subject);
  add('at >=', filter.since);
  add('at <', filter.until);
  if (page.beforeId !== null) {
    const before = parameters.add(page.beforeId);
    // A record of refused calls may have been deleted since.
    const about = parameters.add(acceptedAtOf(page.beforeId));
    conditions.push(
      `(at, id) < (coalesce((select at from result_links.audit_records where id = ${before}), ${about}), ${before})`,
    );
  }
  const { rows } = await db.query<AuditRecordRow>(
    `select * from result_links.audit_records where ${conditions.join(' and ')}
      order by at desc, id desc limit ${parameters.add(page.limit)}`,
    parameters.values,
  );
  return rows.map(({ actor_type, key_id, key_name, account_id, ...row }) => ({
    ...row,
    type: actor_type,
    keyId: key_id,
    keyName: key_name,
    accountId: account_id,
  }));
}

/** Deletes records of refused calls older than `ms`, and all but the newest `count`. */
export async function deleteOldRefusals(
  tx: Transaction,
  { count, ms }: { count: number; ms: number },
): Promise<void> {
  await tx.query(
    `delete from result_links.audit_records
      where action = 'call.refuse'
        and at < greatest(clock_timestamp() - make_interval(secs => $2::float8 / 1000),
                          (select at from result_links.audit_records where action = 'call.refuse'
                            order by at desc offset $1 limit 1))`,
    [Math.max(count - 1, 0), ms],
  );
}
