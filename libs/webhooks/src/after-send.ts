import { retryAfterMs } from '@result-links/kombo-client';
import { TEST_EVENT_TYPE } from '@result-links/contracts/webhooks';
import type { SendResult } from './send-webhook.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long an endpoint may fail without a break before it is switched off, in milliseconds. */
export const DISABLE_AFTER_MS = 5 * 24 * HOUR;

/**
 * The waits before the 2nd, 3rd, 4th … attempt: over in seconds if it was a restart, patient for three
 * days if it was a weekend. As the Standard Webhooks specification advises (operational considerations,
 * retry schedule).
 */
export const THREE_DAYS_OF_RETRIES: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** What deciding depends on. */
export interface SendCircumstances {
  /** 1 for the first attempt of the message. */
  attemptNumber: number;
  /** A test event is not repeated: somebody is looking on. */
  eventType: string;
  /** Since when every attempt to the endpoint has failed; `null`: the last one went well. */
  failingSince: Date | null;
  now: Date;
  /** In [0, 1). */
  random: () => number;
  /** Default {@link DISABLE_AFTER_MS}. */
  disableAfterMs?: number;
}

/** What follows from an attempt. */
export interface AfterSend {
  /** When the message is sent again; `null`: not again. */
  nextAttemptAt: Date | null;
  /** `null`: the endpoint stays in use. */
  disable: 'gone' | 'failing' | null;
}

/**
 * What follows from what an attempt came to: the whole policy of outgoing webhooks.
 *
 * - 2xx: done.
 * - 410 Gone: the receiver wants nothing more; the endpoint is switched off at once.
 * - Anything else is tried again on the schedule, never earlier than `Retry-After` asks (a day at
 *   most); after the last attempt the message is given up.
 * - An endpoint that has only failed for days is switched off; what waits for it is kept, and goes out
 *   if it is switched on again.
 */
export function afterSend(result: SendResult, circumstances: SendCircumstances): AfterSend {
  const { attemptNumber, eventType, failingSince, now, random } = circumstances;
  const { disableAfterMs = DISABLE_AFTER_MS } = circumstances;
  if (result.succeeded) return { nextAttemptAt: null, disable: null };
  if (result.httpStatus === 410) return { nextAttemptAt: null, disable: 'gone' };
  const isTest = eventType === TEST_EVENT_TYPE;
  const scheduledMs = isTest ? undefined : THREE_DAYS_OF_RETRIES[attemptNumber - 1];
  const failingMs = failingSince === null ? 0 : now.getTime() - failingSince.getTime();
  return {
    nextAttemptAt:
      scheduledMs === undefined ? null : later(now, waitMs(scheduledMs, result, random)),
    disable: failingMs >= disableAfterMs ? 'failing' : null,
  };
}

/** Give or take a fifth, so that what failed together does not come back together. */
function waitMs(scheduledMs: number, result: SendResult, random: () => number): number {
  const jitteredMs = scheduledMs * (0.8 + 0.4 * random());
  const askedMs = retryAfterMs({ retryAfterSeconds: result.retryAfterSeconds ?? 0 });
  return Math.max(jitteredMs, askedMs ?? 0);
}

function later(from: Date, ms: number): Date {
  return new Date(from.getTime() + Math.ceil(ms));
}
