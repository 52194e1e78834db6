import { canStart, paceAfterStart } from '@result-links/delivery';
import type { IntegrationPace, Rate } from '@result-links/delivery';

/** An integration that asks for slots. */
export interface Claimant {
  group: string;
  pace: IntegrationPace;
  inFlight: number;
  /** Deliveries that are due. */
  dueCount: number;
  /** When the first of them was due. */
  firstDueAt: Date;
  /** A rate besides what Kombo tells; absent: none. */
  rate?: Rate | undefined;
}

/**
 * Shares `slots` out: one at a time to the integration with the fewest attempts in flight, the longest
 * waiting one where several have as few, as long as its limits let another attempt start. So one
 * integration with one delivery gets its slot however many thousands another one has waiting.
 *
 * @returns slots by group; groups without any are left out.
 */
export function shareSlots(
  claimants: readonly Claimant[],
  slots: number,
  now: Date,
): Map<string, number> {
  const shares = new Map<string, number>();
  const open = claimants.map((claimant) => ({ ...claimant }));
  for (let given = 0; given < slots; given += 1) {
    const next = open
      .filter(
        ({ dueCount, pace, inFlight, rate }) =>
          dueCount > 0 && canStart(pace, inFlight, now, rate).ok,
      )
      .sort(
        (a, b) => a.inFlight - b.inFlight || a.firstDueAt.getTime() - b.firstDueAt.getTime(),
      )[0];
    if (!next) break;
    next.inFlight += 1;
    next.dueCount -= 1;
    next.pace = paceAfterStart(next.pace, now, next.rate);
    shares.set(next.group, (shares.get(next.group) ?? 0) + 1);
  }
  return shares;
}
