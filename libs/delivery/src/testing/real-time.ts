import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, DeliveryEvents, Log } from '../ports.js';

/** A log that says nothing. */
export const silentLog: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** This machine's time. */
export const realClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
};

/** Waits for a condition. @throws Error with the condition's text if it does not hold within `limitMs` */
export async function until(
  isTrue: () => boolean | Promise<boolean>,
  limitMs = 20_000,
): Promise<void> {
  for (const deadline = performance.now() + limitMs; !(await isTrue()); await sleep(10)) {
    if (performance.now() > deadline) throw new Error(`not within ${limitMs} ms: ${isTrue}`);
  }
}

/** What a listener has heard so far; `stop` ends its subscriptions. */
export interface Heard {
  /** Of which deliveries, in order; `null`: any. */
  deliveries: (string | null)[];
  /** How often that work may have become due. */
  work: number;
  stop(): void;
}

/** Listens from now on. */
export function listen(events: DeliveryEvents): Heard {
  const heard: Heard = { deliveries: [], work: 0, stop: () => ends.forEach((end) => end()) };
  const ends = [
    events.subscribe((id) => heard.deliveries.push(id)),
    events.onWork(() => (heard.work += 1)),
  ];
  return heard;
}
