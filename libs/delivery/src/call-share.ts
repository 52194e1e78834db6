/** Calls that one integration may have open in a process that has none open otherwise. */
const LARGEST_SHARE = 100;

/**
 * How many calls one integration may have open in a process: {@link LARGEST_SHARE} while all places are
 * free, fewer in proportion as they fill, always one. So integrations that are slow shrink their own share
 * as they become many, and one that has no call open finds a place while any is free.
 */
export function callShare({ free, places }: { free: number; places: number }): number {
  return Math.max(1, (LARGEST_SHARE * free) / places);
}
