import { Counter, Histogram, type Registry } from 'prom-client';

/** An HTTP request that was answered. */
export interface AnsweredRequest {
  method: string;
  /** The route's pattern, never the URL; `undefined`: no route matched. */
  route: string | undefined;
  status: number;
  seconds: number;
}

/** Methods that routes have; anything else a caller makes up is `other`. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Callers may wait 300 s for an outcome, so the buckets go as far. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

/** Requests by route and class of status. */
export function requestMetrics(registry: Registry): { observe(request: AnsweredRequest): void } {
  const durations = new Histogram({
    name: 'result_links_http_request_duration_seconds',
    help: 'HTTP requests of the API from arrival to answer, by route and class of status. Waiting for an outcome counts.',
    labelNames: ['method', 'route', 'status_class'],
    buckets: SECONDS,
    registers: [registry],
  });
  return {
    observe: ({ method, route, status, seconds }) => {
      const labels = {
        method: METHODS.has(method) ? method : 'other',
        route: route ?? 'unmatched',
        status_class: `${Math.floor(status / 100)}xx`,
      };
      durations.observe(labels, seconds);
    },
  };
}

/** Result links handed in, by what came of it. Each result starts at 0, so that rates see the first one. */
export function submissionCounter(registry: Registry): Counter<'result'> {
  const counter = new Counter({
    name: 'result_links_submissions_total',
    help: 'Valid result links handed in: kept as new, replayed (the same request as before), refused (its key belongs to another content), failed (could not be kept).',
    labelNames: ['result'],
    registers: [registry],
  });
  for (const result of ['new', 'replayed', 'refused', 'failed']) {
    counter.inc({ result }, 0);
  }
  return counter;
}
