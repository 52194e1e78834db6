import { canStart } from '@result-links/delivery';
import type { Rate } from '@result-links/delivery';
import { toPace } from '../rows/integration-row.js';
import { listWaitingIntegrations, type WaitingIntegration } from '../statements/waiting.js';
import type { StoreContext } from './context.js';

/**
 * When the next attempt can start, by this process's clock: a delivery is due and its integration lets
 * it. Integrations that are held or full do not count; a release or an attempt's end tells of itself.
 */
export async function nextDueAt({ db, rate }: StoreContext): Promise<Date | null> {
  const waiting = await listWaitingIntegrations(db, 0);
  const times = waiting.flatMap((integration) => startableAt(integration, rate));
  if (times.length === 0) return null;
  const now = waiting[0]?.now.getTime() ?? 0;
  // Told as a distance from the present: the database's clock need not be this process's.
  return new Date(Date.now() + Math.max(Math.min(...times) - now, 0));
}

function startableAt(waiting: WaitingIntegration, rate?: Rate): number[] {
  const { row, isPaused, accountRate, firstDueAt, now } = waiting;
  if (row.state === 'parked' || isPaused) return [];
  const permit = canStart(toPace(row), row.in_flight, now, accountRate ?? rate);
  if (permit.ok) return [firstDueAt.getTime()];
  return permit.notBefore ? [Math.max(firstDueAt.getTime(), permit.notBefore.getTime())] : [];
}
