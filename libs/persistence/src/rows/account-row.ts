import type { Account } from '@result-links/delivery';

/** A row of `result_links.accounts` as node-postgres returns it. */
export interface AccountRow {
  id: string;
  on_unknown: Account['onUnknown'];
  paused_details: Account['pausedDetails'];
  paused_at: Date | null;
  probe_count: number;
}

export function toAccount(row: AccountRow): Account {
  return {
    id: row.id,
    onUnknown: row.on_unknown,
    pausedDetails: row.paused_details,
    pausedAt: row.paused_at,
    probeCount: row.probe_count,
  };
}
