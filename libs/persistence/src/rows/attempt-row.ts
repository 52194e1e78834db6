import type { Attempt } from '@result-links/delivery';
import { placeOfTexts, textsFromColumns, type ToldColumns } from '../vault/sealed-texts.js';
import type { Vault } from '../vault/vault.js';

/** A row of `result_links.attempts` as node-postgres returns it. */
export interface AttemptRow {
  delivery_id: string;
  number: number;
  worker_id: string;
  started_at: Date;
  finished_at: Date | null;
  outcome: Attempt['outcome'];
  details: ToldColumns['details'];
  warnings: string[];
}

/** Field by field; what is sealed is opened. @throws UnopenableError */
export function toAttempt(row: AttemptRow, vault: Vault): Attempt {
  const key = { deliveryId: row.delivery_id, number: row.number };
  return {
    ...key,
    workerId: row.worker_id,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    outcome: row.outcome,
    ...textsFromColumns(vault, placeOfTexts(key), row),
  };
}
