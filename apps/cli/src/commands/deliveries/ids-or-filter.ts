import type { DeliveryFilter } from '@result-links/contracts';
import { usageError } from '../../errors.js';
import { readIds } from '../../settings/ids.js';
import { toFilter, type FilterOptions } from './filter-options.js';

/** Which deliveries a command is for. */
export type Selection = { ids: string[] } | { filter: DeliveryFilter };

/**
 * Deliveries are named by their ids or by filters; without any of both, the filter is empty.
 *
 * @throws CliError when there are both
 */
export function readSelection(
  words: readonly (string | undefined)[],
  options: FilterOptions,
): Selection {
  const ids = readIds(words);
  const filter = toFilter(options);
  if (ids.length > 0 && Object.keys(filter).length > 0) {
    throw usageError('conflicting_flags', 'Ids and filters cannot be used together.');
  }
  return ids.length > 0 ? { ids } : { filter };
}
