import type { OptionSpec } from '../command.js';
import { usageError } from '../errors.js';
import { numberParser } from './number.js';

/** How many a list shows unless told otherwise. */
export const DEFAULT_LIMIT = 50;

/** How many at most. */
export function limitOption(description: string): OptionSpec {
  return {
    flags: '--limit <number>',
    description,
    parse: numberParser('--limit', { min: 1, max: 9_999_999 }),
  };
}

/**
 * How many to show.
 *
 * @throws CliError when both flags are given
 */
export function mostOf(options: { all?: boolean; limit?: number }): number {
  const { all = false, limit } = options;
  if (all && limit !== undefined) {
    throw usageError('conflicting_flags', '--all and --limit cannot be used together.');
  }
  return all ? Number.POSITIVE_INFINITY : (limit ?? DEFAULT_LIMIT);
}
