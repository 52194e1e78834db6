import { usageError } from '../errors.js';

/**
 * Ids that a user typed.
 *
 * @throws CliError for those that cannot be part of a URL
 */
export function readIds(words: readonly (string | undefined)[]): string[] {
  const ids = words.filter((word) => word !== undefined);
  const useless = ids.find((id) => ['', '.', '..'].includes(id.trim()));
  if (useless !== undefined) {
    throw usageError('id_invalid', `"${useless}" is not an id.`);
  }
  return ids;
}
