import type { IncomingHttpHeaders } from 'node:http';
import type { AttemptObserver } from '@result-links/delivery';
import type { AcceptObserver } from '../observe-accepts.js';

/** The span of an incoming request. */
export interface RequestSpan {
  /** Runs `work`, and all that it starts, inside the span. */
  run<T>(work: () => T): T;
  /** The answer was sent. @param route the route's pattern, never the URL; `undefined`: none matched */
  end(answer: { route: string | undefined; status: number }): void;
}

/**
 * Traces from acceptance to attempt. Every delivery has a trace of its own whose id is the delivery's id
 * (a UUID without its dashes), so an attempt two days later, in another process, needs nothing stored to
 * find it, and a delivery id is all one has to know to look it up. The trace begins with the acceptance; its
 * span and that of the request (which continues the caller's `traceparent`) are linked to each other.
 */
export interface Tracing {
  /** Gives each attempt a client span in the trace of its delivery. */
  readonly attempts: AttemptObserver;
  /** Begins the traces of deliveries. */
  readonly accepts: AcceptObserver;
  beginRequest(request: { method: string; headers: IncomingHttpHeaders }): RequestSpan;
  /** Sends what has not been sent yet. Never rejects. */
  close(): Promise<void>;
}

/** How to trace. */
export interface TracingOptions {
  /** `service.name` unless `OTEL_SERVICE_NAME` says otherwise. */
  serviceName: string;
}
