import { canStart, type DeliveryState } from '@result-links/delivery';
import { patient, SLOW_READ_MS } from '../engine/database.js';
import { toPace } from '../rows/integration-row.js';
import { findDurabilityRisks, type DurabilityRisk } from '../statements/durability.js';
import { countInStates, readFleet } from '../statements/status.js';
import { listWaitingIntegrations, type WaitingIntegration } from '../statements/waiting.js';
import type { StoreContext } from './context.js';

/**
 * States that deliveries do not stay in for ever, and so can be counted at any time. How many were ever
 * delivered or failed is for counters and for `countByState`, which has to read them all.
 */
export const COUNTED_STATES = [
  'queued',
  'delivering',
  'retrying',
  'parked',
  'unknown',
] as const satisfies DeliveryState[];

/** A worker that has been silent for as long is not alive; the worker's own measure (`orphanAfterMs`). */
const SILENCE_MS = 15_000;

/** What waits, and why: of all accounts, across all processes. */
export interface ServiceStatus {
  /** Deliveries in each of {@link COUNTED_STATES}. */
  depth: Record<(typeof COUNTED_STATES)[number], number>;
  /** Seconds that the delivery which is overdue the longest has been due; 0: none is due. */
  oldestDueSeconds: number;
  /**
   * The same among integrations that would take another attempt right now, so the wait is for a worker, not
   * for the pace of an ATS. More workers help against this one, and only against this one.
   */
  oldestStartableSeconds: number;
  /** Integrations with deliveries that are due but may not start: at their limit, throttled, or held. */
  heldUpIntegrations: number;
  /** Attempts under way. */
  inFlight: number;
  /** How many might be, of the integrations that have any under way. */
  inFlightLimit: number;
  parkedIntegrations: number;
  /** Seconds since the first of them was parked; 0: none is. */
  oldestParkedSeconds: number;
  pausedAccounts: number;
  liveWorkers: number;
  /** Ways in which the database can lose commits. */
  durabilityRisks: DurabilityRisk[];
  /** Whether nothing is sent, because the database was restored or copied. */
  isSendingStopped: boolean;
}

/** Reads the status: four statements, whose cost grows with what waits and not with what was delivered. */
export async function readStatus({
  db: quick,
  rate,
  identity,
}: StoreContext): Promise<ServiceStatus> {
  const db = patient(quick, SLOW_READ_MS);
  // One after the other: a look at the whole is not to take several connections from those who work.
  const counts = await countInStates(db, COUNTED_STATES);
  const fleet = await readFleet(db, SILENCE_MS);
  const due = (await listWaitingIntegrations(db, 0)).filter(
    (waiting) => overdueSeconds(waiting) > 0,
  );
  const startable = due.filter(
    ({ row, isPaused, accountRate, now }) =>
      !isPaused &&
      row.state === 'active' &&
      canStart(toPace(row), row.in_flight, now, accountRate ?? rate).ok,
  );
  return {
    depth: Object.fromEntries(
      COUNTED_STATES.map((state) => [state, counts.get(state) ?? 0]),
    ) as ServiceStatus['depth'],
    oldestDueSeconds: Math.max(0, ...due.map(overdueSeconds)),
    oldestStartableSeconds: Math.max(0, ...startable.map(overdueSeconds)),
    heldUpIntegrations: due.length - startable.length,
    inFlight: fleet.in_flight,
    inFlightLimit: fleet.in_flight_limit,
    parkedIntegrations: fleet.parked_integrations,
    oldestParkedSeconds: fleet.oldest_parked_seconds,
    pausedAccounts: fleet.paused_accounts,
    liveWorkers: fleet.live_workers,
    durabilityRisks: await findDurabilityRisks(quick),
    isSendingStopped: identity.stop !== null,
  };
}

function overdueSeconds({ firstDueAt, now }: WaitingIntegration): number {
  return (now.getTime() - firstDueAt.getTime()) / 1_000;
}
