import { processDied } from '../attempt-results.js';
import type { WorkStore } from '../ports.js';
import type { AttemptRunner } from './attempt-runner.js';
import type { Heartbeat } from './heartbeat.js';

const BATCH = 100;

/**
 * Closes the attempts of workers that are gone: nobody knows how far those got, so they are `unknown`.
 * Returns whether there may be more. Does nothing while this worker may not judge others.
 *
 * @throws what the store throws; what was closed until then stays closed
 */
export async function closeOrphans(
  store: Pick<WorkStore, 'findOrphans'>,
  runner: Pick<AttemptRunner, 'closeOrphan'>,
  heartbeat: Pick<Heartbeat, 'mayJudgeOthers'>,
  orphanAfterMs: number,
): Promise<boolean> {
  if (!heartbeat.mayJudgeOthers()) {
    return false;
  }
  const orphans = await store.findOrphans(orphanAfterMs, BATCH);
  const errors: unknown[] = [];
  for (const orphan of orphans) {
    if (!heartbeat.mayJudgeOthers()) {
      return false;
    }
    // One that cannot be closed must not keep those behind it from being closed.
    await runner.closeOrphan(orphan, processDied()).catch((error: unknown) => errors.push(error));
  }
  if (errors.length > 0) {
    throw errors.length === 1 ? errors[0] : new AggregateError(errors, 'some orphans stay open');
  }
  return orphans.length === BATCH;
}
