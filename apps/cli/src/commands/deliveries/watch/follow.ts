import type { Delivery } from '@result-links/contracts';
import { CliError } from '../../../errors.js';

/** The first look comes soon after the one before; each that sees nothing new waits longer. */
const FIRST_PAUSE_MS = 500;
const PAUSE_GROWTH = 1.5;
const LONGEST_PAUSE_MS = 5_000;

/** Many deliveries are looked at less often, so that one watcher asks at most 20 times a second. */
const PAUSE_PER_DELIVERY_MS = 50;

/** Looks at the same time. */
const LOOKS_AT_ONCE = 5;

/** An API that restarts is no reason to give up; one that stays away for so many looks is. */
const PATIENCE = 8;

const ENDED: ReadonlySet<string> = new Set(['delivered', 'failed', 'cancelled', 'unknown']);

/** What {@link follow} needs of the world. */
export interface Eyes {
  /** @throws CliError; with the exit `later` it is tried again */
  look(id: string): Promise<Delivery>;
  /** @throws when the user gives up */
  pause(ms: number): Promise<void>;
}

/** What there is to tell. */
export type News = { delivery: Delivery } | { trouble: CliError };

/**
 * Follows deliveries until all are ended. Tells where each stands at first, and every change; trouble
 * with the API once per series.
 *
 * @returns the deliveries as they ended
 * @throws what `look` throws, also when the trouble does not end
 */
export async function* follow(
  ids: readonly string[],
  eyes: Eyes,
): AsyncGenerator<News, Delivery[], undefined> {
  const known = new Map<string, Delivery>();
  let failures = 0;
  for (let pauseMs = FIRST_PAUSE_MS; ;) {
    let isQuiet = true;
    const open = [...new Set(ids)].filter((id) => !isEnded(known.get(id)));
    try {
      for (let start = 0; start < open.length; start += LOOKS_AT_ONCE) {
        const group = open.slice(start, start + LOOKS_AT_ONCE);
        const seen = await Promise.all(group.map((id) => eyes.look(id)));
        for (const [index, id] of group.entries()) {
          const delivery = seen[index] as Delivery;
          if (hasChanged(known.get(id), delivery)) {
            isQuiet = false;
            known.set(id, delivery);
            yield { delivery };
          }
        }
      }
      failures = 0;
    } catch (error) {
      failures += 1;
      if (!(error instanceof CliError) || error.exit !== 'later' || failures > PATIENCE) {
        throw error;
      }
      if (failures === 1) yield { trouble: error };
    }
    const left = open.filter((id) => !isEnded(known.get(id))).length;
    if (left === 0) {
      return [...known.values()];
    }
    pauseMs = isQuiet ? Math.min(pauseMs * PAUSE_GROWTH, LONGEST_PAUSE_MS) : FIRST_PAUSE_MS;
    await eyes.pause(Math.max(pauseMs, left * PAUSE_PER_DELIVERY_MS));
  }
}

function isEnded(delivery: Delivery | undefined): boolean {
  return delivery !== undefined && ENDED.has(delivery.state);
}

/** `updated_at` alone would not do: it also moves when nothing has changed that a person could see. */
function hasChanged(before: Delivery | undefined, now: Delivery): boolean {
  return (
    before?.state !== now.state ||
    before.attempt_count !== now.attempt_count ||
    before.next_attempt_at !== now.next_attempt_at
  );
}
