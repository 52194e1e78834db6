import {
  decodeCursor,
  pageOf,
  type Actor,
  type AuditEntry,
  type AuditRecord,
  type AuditRecordFilter,
  type AuditRecordStore,
} from '@result-links/delivery';
import { patient, SLOW_READ_MS } from '../engine/database.js';
import { deleteOldRefusals, listAuditRecords, recordAction } from '../statements/audit-records.js';
import type { StoreContext } from './context.js';

/** The record of actions, in SQL. */
export class SqlAuditRecordStore implements AuditRecordStore {
  constructor(private readonly context: StoreContext) {}

  async list(
    filter: AuditRecordFilter,
    { limit, cursor }: { limit: number; cursor?: string },
  ): Promise<{ records: AuditRecord[]; nextCursor: string | null }> {
    const beforeId = cursor === undefined ? null : decodeCursor(cursor);
    const db = patient(this.context.db, SLOW_READ_MS);
    // One more than asked tells whether there is a next page.
    const found = await listAuditRecords(db, filter, { limit: limit + 1, beforeId });
    const { items, nextCursor } = pageOf(found, limit);
    return { records: items, nextCursor };
  }

  addRefusals(
    refusals: readonly { by: Actor; entry: AuditEntry }[],
    keep: { count: number; ms: number },
  ): Promise<void> {
    return this.context.db.transaction(async (tx) => {
      for (const { by, entry } of refusals) recordAction(tx, by, entry);
      await deleteOldRefusals(tx, keep);
    });
  }
}
