import type { Delivery, OutcomeDetails } from './model.js';
import type { Outcome } from '@result-links/kombo-client';
import type { StartedAttempt } from './ports.js';
import type { DeliveryState } from './states.js';

/** How an attempt ended, as facts that may leave the service: no body, no message, no names. */
export interface AttemptEnd {
  outcome: Outcome;
  /** Kombo's code, known or not; `null`: none given, or none by its shape. */
  code: OutcomeDetails['code'];
  httpStatus: OutcomeDetails['httpStatus'];
  requestSent: OutcomeDetails['requestSent'];
  /** The state the delivery was to go to. */
  next: DeliveryState;
  /** When the answer came, by this process's clock. */
  answeredAt: Date;
  /** From the call to its answer, in milliseconds; 0 when nothing was sent from here. */
  durationMs: number;
  /** Whether this is what closed the attempt; `false`: the late answer to one that others had closed. */
  isFirstWord: boolean;
  /** Whether the database has lost the attempt, so that this end is recorded nowhere. */
  isLost: boolean;
}

/** Watches one attempt. */
export interface AttemptWatch {
  /** Under which id the attempt is traced; absent: it is not. Stands in the log line of the attempt. */
  readonly traceId?: string;
  /** The request is on the wire; called at most once. */
  sent?(): void;
  /** The end is committed, or the database has lost the attempt. Not called when it never could be: then another worker closes the attempt. */
  end(end: AttemptEnd): void;
}

/**
 * Told of every attempt of a worker as it begins and ends: the place where metrics and traces hang, so that
 * the rules know nothing of either. Neither method may wait; one that throws is logged and changes nothing.
 */
export interface AttemptObserver {
  /** @param workerId the worker that makes the attempt, or that closes it for a dead one */
  begin(started: StartedAttempt, workerId: string): AttemptWatch;
}

const UNWATCHED: AttemptWatch = { end: () => undefined };

/** Observes nothing. */
export const NO_OBSERVER: AttemptObserver = { begin: () => UNWATCHED };

/** Milliseconds from the acceptance of the delivery to the start of this attempt; clocks may differ, so ≥ 0. */
export function waitedMs(
  delivery: Pick<Delivery, 'acceptedAt'>,
  attempt: StartedAttempt['attempt'],
): number {
  return Math.max(attempt.startedAt.getTime() - delivery.acceptedAt.getTime(), 0);
}

/** The same observer, whose errors go to `report` instead of into the attempt. */
export function harmless(
  observer: AttemptObserver,
  report: (error: unknown) => void,
): AttemptObserver {
  const guarded = <T>(work: () => T, otherwise: T): T => {
    try {
      return work();
    } catch (error) {
      report(error);
      return otherwise;
    }
  };
  return {
    begin: (started, workerId) => {
      const watch = guarded(() => observer.begin(started, workerId), UNWATCHED);
      return {
        ...(watch.traceId !== undefined && { traceId: watch.traceId }),
        sent: () => guarded(() => watch.sent?.(), undefined),
        end: (end) => guarded(() => watch.end(end), undefined),
      };
    },
  };
}
