import type { Attempt } from '@result-links/delivery';

/** A row of `result_links.attempts` as node-postgres returns it. */
export interface AttemptRow {
  delivery_id: string;
  number: number;
  worker_id: string;
  started_at: Date;
  finished_at: Date | null;
  outcome: Attempt['outcome'];
  details: Attempt['details'];
  warnings: string[];
}

export function toAttempt(row: AttemptRow): Attempt {
  return {
    deliveryId: row.delivery_id,
    number: row.number,
    workerId: row.worker_id,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    outcome: row.outcome,
    details: row.details,
    warnings: row.warnings,
  };
}
