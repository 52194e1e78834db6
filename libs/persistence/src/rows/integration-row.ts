import type { Integration, IntegrationPace } from '@result-links/delivery';

/** A row of `result_links.integrations` as node-postgres returns it. */
export interface IntegrationRow {
  account_id: string;
  id: string;
  state: Integration['state'];
  parked_details: Integration['parkedDetails'];
  parked_at: Date | null;
  probe_at: Date | null;
  probe_count: number;
  in_flight: number;
  concurrency_limit: number;
  window: number;
  window_credit: number;
  blocked_until: Date | null;
  throttles_in_a_row: number;
  rate_remaining: number | null;
  rate_reset_at: Date | null;
  gcra_tat_ms: number | null;
}

export function toIntegration(row: IntegrationRow): Integration {
  return {
    id: row.id,
    accountId: row.account_id,
    state: row.state,
    parkedDetails: row.parked_details,
    parkedAt: row.parked_at,
    probeAt: row.probe_at,
    probeCount: row.probe_count,
    concurrencyLimit: row.concurrency_limit,
    window: row.window,
    inFlight: row.in_flight,
    blockedUntil: row.blocked_until,
  };
}

export function toPace(row: IntegrationRow): IntegrationPace {
  return {
    concurrencyLimit: row.concurrency_limit,
    window: row.window,
    windowCredit: row.window_credit,
    blockedUntil: row.blocked_until,
    throttlesInARow: row.throttles_in_a_row,
    rateRemaining: row.rate_remaining,
    rateResetAt: row.rate_reset_at,
    gcraTatMs: row.gcra_tat_ms,
  };
}

/** The values of {@link PACE_COLUMNS}, in their order. */
export function paceValues(pace: IntegrationPace): unknown[] {
  return [
    pace.concurrencyLimit,
    pace.window,
    pace.windowCredit,
    pace.blockedUntil,
    pace.throttlesInARow,
    // Told by headers, so it may be a fraction or beyond what an int holds.
    pace.rateRemaining === null ? null : Math.min(Math.floor(pace.rateRemaining), 2 ** 31 - 1),
    pace.rateResetAt,
    pace.gcraTatMs,
  ];
}

/** Columns that hold an `IntegrationPace`. */
export const PACE_COLUMNS = [
  'concurrency_limit',
  '"window"',
  'window_credit',
  'blocked_until',
  'throttles_in_a_row',
  'rate_remaining',
  'rate_reset_at',
  'gcra_tat_ms',
] as const;
