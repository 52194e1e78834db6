import { startSandbox, type Sandbox, type SandboxOptions } from '@result-links/kombo-sandbox';
import { placeOf } from './invariants.ts';
import type { Supervisor } from './supervisor.ts';

/** The share of writes that each fault happens to. */
export interface FaultShares {
  /** 429 from Kombo's own rate limit; not written. */
  throttled: number;
  /** 503, the ATS is down; not written. */
  unavailable: number;
  /** Written, then the connection is cut without an answer. */
  cutAfterWrite: number;
}

/** The mix of the kill test. */
export const BAD_DAY: FaultShares = { throttled: 0.1, unavailable: 0.05, cutAfterWrite: 0.04 };

/** A sandbox that remembers everything, in this process. */
export async function startKombo(
  supervisor: Supervisor,
  options: SandboxOptions,
): Promise<Sandbox> {
  const sandbox = await startSandbox({ maxReceived: 1_000_000, ...options });
  supervisor.defer(() => sandbox.close());
  return sandbox;
}

/** From now on writes go wrong, at random, in these shares. */
export function goWrong(sandbox: Sandbox, shares: FaultShares): void {
  const faults = [
    ['fail-PLATFORM.RATE_LIMIT_EXCEEDED', shares.throttled],
    ['fail-REMOTE.SERVICE_UNAVAILABLE', shares.unavailable],
    ['cut-after', shares.cutAfterWrite],
  ] as const;
  let left = 1;
  for (const [fault, share] of faults) {
    // Each scenario is asked only when those before it did not happen.
    sandbox.script({ fault, probability: share / left });
    left -= share;
  }
}

/** How many links are in the ATS, by place. */
export function writtenByPlace(sandbox: Sandbox): Map<string, number> {
  const written = new Map<string, number>();
  for (const { integrationId, target } of sandbox.received({ written: true })) {
    const place = placeOf(integrationId, target.id);
    written.set(place, (written.get(place) ?? 0) + 1);
  }
  return written;
}

/** Environment of a service that delivers to the sandbox. */
export function komboEnvironment(sandbox: Sandbox): Record<string, string> {
  return { KOMBO_API_KEY: sandbox.apiKey, KOMBO_BASE_URL: sandbox.url };
}
