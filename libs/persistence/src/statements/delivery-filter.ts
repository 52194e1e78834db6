import type { DeliveryFilter } from '@result-links/delivery';

/** Collects the values of a statement that is put together from parts. */
export class Parameters {
  readonly values: unknown[] = [];

  /** Adds a value and returns its placeholder, `$1`, `$2` … */
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/**
 * The conditions of a filter (all but its states) on a table called `d`. Times become bounds of the
 * id, which begins with the time of acceptance: the index that gives the order also finds the range.
 */
export function filterConditions(filter: DeliveryFilter, parameters: Parameters): string[] {
  const conditions = [`d.account_id = ${parameters.add(filter.accountId)}`];
  const add = (column: string, operator: string, value: unknown): void => {
    if (value === undefined) return;
    conditions.push(`d.${column} ${operator} ${parameters.add(value)}`);
  };
  if (filter.ids) conditions.push(`d.id = any(${parameters.add(filter.ids)}::uuid[])`);
  add('integration_id', '=', filter.integrationId);
  if (filter.integrationIds !== undefined) {
    conditions.push(`d.integration_id = any(${parameters.add(filter.integrationIds)}::text[])`);
  }
  add('target_id', '=', filter.target?.id);
  add('target_type', '=', filter.target?.type);
  add('error_code', '=', filter.errorCode);
  add('id', '>=', filter.acceptedAfter && lowestIdAt(filter.acceptedAfter));
  add('id', '<', filter.acceptedBefore && lowestIdAt(filter.acceptedBefore));
  return conditions;
}

/** The id that sorts before every delivery accepted at `at` or later (UUID v7: 48 bits of milliseconds). */
export function lowestIdAt(at: Date): string {
  const ms = Math.min(Math.max(at.getTime(), 0), 2 ** 48 - 1);
  const hex = ms.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/** The time in an id (UUID v7): when a delivery was accepted. */
export function acceptedAtOf(id: string): Date {
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
}
