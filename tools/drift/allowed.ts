import { readFileSync } from 'node:fs';
import type { Difference } from './compare.ts';
import { UnusableInput } from './shape.ts';

/** What our contract is compared with. */
export type Source = 'openapi' | 'sdk';

/** A difference that is known and meant. */
export interface Allowed {
  /** As in the table's first column. */
  readonly what: string;
  readonly change: Difference['change'];
  /** Against which of the two it is allowed; absent: both. */
  readonly source?: Source;
  /** Why, in a sentence. */
  readonly reason: string;
}

/**
 * Reads an allow list: a JSON array of {@link Allowed}.
 *
 * @throws UnusableInput when it cannot be read, or an entry has no reason
 */
export function readAllowed(path: string): Allowed[] {
  let list: unknown;
  try {
    list = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UnusableInput(`the allow list ${path}: ${(error as Error).message}`);
  }
  if (!Array.isArray(list)) throw new UnusableInput(`the allow list ${path} is not an array`);
  list.forEach((entry: Partial<Allowed> | null, index) => {
    if (!entry?.what || !entry.change || !entry.reason?.trim()) {
      throw new UnusableInput(
        `the allow list ${path}: entry ${index} needs "what", "change" and "reason"`,
      );
    }
  });
  return list as Allowed[];
}

/** Finds the entry that allows a difference, if one does. */
export function allowanceFor(
  { what, change }: Difference,
  source: Source,
  allowed: readonly Allowed[],
): Allowed | undefined {
  return allowed.find(
    (entry) =>
      entry.what === what && entry.change === change && (entry.source ?? source) === source,
  );
}
