import { NO_OBSERVER, type AttemptObserver } from '@result-links/delivery';

/** One observer out of several; the first one that traces gives the trace id. */
export function combineObservers(observers: readonly AttemptObserver[]): AttemptObserver {
  const [first, ...others] = observers;
  if (first === undefined || others.length === 0) {
    return first ?? NO_OBSERVER;
  }
  return {
    begin: (started, workerId) => {
      const watches = observers.map((observer) => observer.begin(started, workerId));
      const traceId = watches.find((watch) => watch.traceId !== undefined)?.traceId;
      return {
        ...(traceId !== undefined && { traceId }),
        sent: () => watches.forEach((watch) => watch.sent?.()),
        end: (end) => watches.forEach((watch) => watch.end(end)),
      };
    },
  };
}
