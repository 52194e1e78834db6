import { withoutSuffix } from '../integrations/suffix.js';
import type { Fault } from './fault.js';
import { faultByName } from './fault-names.js';
import type { Random } from './random.js';

/** What one request is going to meet. */
export interface Behaviour {
  /** Instead of the normal answer. */
  fault: Fault;
  /** Milliseconds before anything happens; `undefined`: the latency of the sandbox. */
  latencyMs?: number;
  /** For how many requests it holds; `undefined`: all of them. */
  times?: number;
}

/**
 * Reads a behaviour out of a target id: parts joined by `+` (`slow-2000`, `times-2` and at most one
 * fault name), and `~anything` at the end to have many of the same. `undefined` when the id is none.
 *
 * @example `behaviourOfId('times-2+fail-REMOTE.SERVICE_UNAVAILABLE~a', random)`
 */
export function behaviourOfId(id: string, random: Random): Behaviour | undefined {
  let latencyMs: number | undefined;
  let times: number | undefined;
  let fault: Fault | undefined;
  for (const part of withoutSuffix(id).split('+')) {
    const slow = /^slow-(\d{1,6})$/.exec(part);
    const limited = /^times-([1-9]\d{0,3})$/.exec(part);
    const named = faultByName(part, random);
    if (slow && latencyMs === undefined) latencyMs = Number(slow[1]);
    else if (limited && times === undefined) times = Number(limited[1]);
    else if (named && fault === undefined) fault = named;
    else return undefined;
  }
  if (latencyMs === undefined && fault === undefined) return undefined;
  return { fault: fault ?? { kind: 'none' }, latencyMs, times };
}
