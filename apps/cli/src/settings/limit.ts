import type { OptionSpec } from '../command.js';
import { usageError } from '../errors.js';

/** How many at most. */
export function limitOption(description: string): OptionSpec {
  return { flags: '--limit <number>', description, parse: parseLimit };
}

/**
 * How many to show.
 *
 * @throws CliError when both flags are given
 */
export function mostOf(options: { all?: boolean; limit?: number }, byDefault: number): number {
  const { all = false, limit } = options;
  if (all && limit !== undefined) {
    throw usageError('conflicting_flags', '--all and --limit cannot be used together.');
  }
  return all ? Number.POSITIVE_INFINITY : (limit ?? byDefault);
}

function parseLimit(text: string): number {
  const limit = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (limit < 1) {
    throw usageError('limit_invalid', '--limit must be a whole number from 1 to 9999999.');
  }
  return limit;
}
