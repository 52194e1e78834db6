import { callShare, canStart, paceAfterStart } from '@result-links/delivery';
import type { IntegrationPace, Rate } from '@result-links/delivery';

/** An integration that asks for slots. */
export interface Claimant {
  group: string;
  pace: IntegrationPace;
  inFlight: number;
  /** Its open calls in the process that claims. */
  callsHere: number;
  /** Deliveries that are due. */
  dueCount: number;
  /** When the first of them was due. */
  firstDueAt: Date;
  /** A rate besides what Kombo tells; absent: none. */
  rate?: Rate | undefined;
}

/** The process that claims. */
export interface Room {
  /** Slots to give. */
  slots: number;
  /** Maximum number of open calls, and how many more may be opened. */
  places: number;
  free: number;
}

/**
 * Shares slots out: one at a time to the integration with the fewest attempts in flight, the longest
 * waiting one where several have as few, as long as its limits let another attempt start and it has not its
 * share of the process ({@link callShare}). So one integration with one delivery gets its slot however many thousands another one has waiting.
 *
 * @returns slots by group; groups without any are left out.
 */
export function shareSlots(
  claimants: readonly Claimant[],
  { slots, places, free }: Room,
  now: Date,
): Map<string, number> {
  const shares = new Map<string, number>();
  const open = claimants.map((claimant) => ({ ...claimant }));
  for (let given = 0; given < Math.min(slots, free); given += 1) {
    const share = callShare({ places, free: free - given });
    let next: Claimant | undefined;
    for (const claimant of open) {
      const { dueCount, pace, inFlight, callsHere, rate } = claimant;
      if (dueCount === 0 || callsHere >= share || (next && !isBefore(claimant, next))) continue;
      if (canStart(pace, inFlight, now, rate).ok) next = claimant;
    }
    if (!next) break;
    next.inFlight += 1;
    next.callsHere += 1;
    next.dueCount -= 1;
    next.pace = paceAfterStart(next.pace, now, next.rate);
    shares.set(next.group, (shares.get(next.group) ?? 0) + 1);
  }
  return shares;
}

function isBefore(a: Claimant, b: Claimant): boolean {
  return a.inFlight === b.inFlight ? a.firstDueAt < b.firstDueAt : a.inFlight < b.inFlight;
}
