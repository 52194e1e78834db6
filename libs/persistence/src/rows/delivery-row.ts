import type { Delivery, Target } from '@result-links/delivery';
import { UnopenableError } from '../vault/sealed.js';
import { placeOfLastTexts, textsFromColumns, type ToldColumns } from '../vault/sealed-texts.js';
import type { Vault } from '../vault/vault.js';

/** A row of `result_links.deliveries` as node-postgres returns it. */
export interface DeliveryRow {
  id: string;
  account_id: string;
  integration_id: string;
  target_type: Target['type'];
  target_id: string;
  /** Sealed: a string. Plain: an object. */
  body: unknown;
  content_hash: string;
  idempotency_key: string | null;
  state: Delivery['state'];
  attempt_count: number;
  counted_attempts: number;
  throttled_in_a_row: number;
  next_attempt_at: Date | null;
  last_outcome: Delivery['lastOutcome'];
  last_details: ToldColumns['details'];
  warnings: string[];
  accepted_at: Date;
  updated_at: Date;
}

/** Field by field; what is sealed is opened. @throws UnopenableError */
export function toDelivery(row: DeliveryRow, vault: Vault): Delivery {
  const columns = { details: row.last_details, warnings: row.warnings };
  const { details, warnings } = textsFromColumns(vault, placeOfLastTexts(row.id), columns);
  return {
    id: row.id,
    accountId: row.account_id,
    integrationId: row.integration_id,
    target: { type: row.target_type, id: row.target_id },
    body: openBody(row, vault),
    contentHash: vault.contentHashToColumn(row.content_hash),
    idempotencyKey: row.idempotency_key,
    state: row.state,
    attemptCount: row.attempt_count,
    countedAttempts: row.counted_attempts,
    throttledInARow: row.throttled_in_a_row,
    nextAttemptAt: row.next_attempt_at,
    lastOutcome: row.last_outcome,
    lastDetails: details,
    warnings,
    acceptedAt: row.accepted_at,
    updatedAt: row.updated_at,
  };
}

/**
 * A body that nobody can open any more is as good as erased: its delivery fails by itself, instead of
 * keeping all that is claimed with it from going out. Without its key there is no telling, so that throws.
 */
function openBody(row: DeliveryRow, vault: Vault): Delivery['body'] {
  try {
    return vault.bodyFromColumn(row.id, row.body);
  } catch (error) {
    if (error instanceof UnopenableError && error.isDamaged) return null;
    throw error;
  }
}
