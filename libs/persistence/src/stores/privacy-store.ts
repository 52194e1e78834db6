import type {
  Actor,
  AuditedDelivery,
  AuditFilter,
  Erasure,
  ErasureRequest,
  PrivacyStore,
} from '@result-links/delivery';
import { patient, SLOW_READ_MS } from '../engine/database.js';
import { toDelivery } from '../rows/delivery-row.js';
import { listAttemptsOf, listForAudit, listMovesOf } from '../statements/audit.js';
import { listErasures } from '../statements/erasures.js';
import type { StoreContext } from './context.js';
import { eraseEnded, eraseTarget } from './erase.js';

const MOST_ERASURES = 1_000;

/** Erasing and accounting for it, in SQL. */
export class SqlPrivacyStore implements PrivacyStore {
  constructor(private readonly context: StoreContext) {}

  eraseEnded(retentionMs: number, limit: number): Promise<number> {
    return eraseEnded(this.context, retentionMs, limit);
  }

  eraseTarget(request: ErasureRequest, by?: Actor): Promise<Erasure> {
    return eraseTarget(this.context, request, by);
  }

  listErasures(): Promise<Erasure[]> {
    return listErasures(this.context.db, MOST_ERASURES);
  }

  async audit(
    filter: AuditFilter,
    { withBodies, ...page }: { afterId: string | null; limit: number; withBodies: boolean },
  ): Promise<AuditedDelivery[]> {
    const db = patient(this.context.db, SLOW_READ_MS);
    const rows = await listForAudit(db, filter, page);
    const ids = rows.map((row) => row.id);
    const attempts = byDelivery(await listAttemptsOf(db, ids));
    const moves = byDelivery(await listMovesOf(db, ids));
    return rows.map((row) => ({
      // Not even opened unless it is asked for.
      delivery: toDelivery(withBodies ? row : { ...row, body: null }, db.vault),
      erasedAt: row.erased_at,
      attempts: attempts.get(row.id) ?? [],
      moves: (moves.get(row.id) ?? []).map(({ at, from, to, note }) => ({ at, from, to, note })),
    }));
  }
}

function byDelivery<T extends { deliveryId: string }>(items: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.deliveryId);
    if (group) group.push(item);
    else groups.set(item.deliveryId, [item]);
  }
  return groups;
}
