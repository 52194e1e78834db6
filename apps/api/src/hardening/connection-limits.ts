import { LONGEST_WAIT_SECONDS } from '../result-links/delivery-preferences.js';

/** How long a connection may take for what; all in milliseconds. */
export interface ConnectionTimeouts {
  /** From the first byte (or from connecting) to the end of the headers. */
  headersMs: number;
  /** From the headers to the end of a body that is read whole. Bodies read line by line have no such end. */
  bodyMs: number;
  /** Silence in both directions, also while a caller waits for an outcome or does not take an answer. */
  silenceMs: number;
  /** Between two requests on one connection. */
  keepAliveMs: number;
}

/**
 * Headers are 16 KiB at most and a body 1 MiB, so these are generous for the slowest line and mean
 * nothing to anybody but a caller who holds connections open on purpose (slow loris).
 */
export const CONNECTION_TIMEOUTS: ConnectionTimeouts = {
  headersMs: 15_000,
  bodyMs: 60_000,
  // Waiting for an outcome is silence too: longer than the longest wait.
  silenceMs: (LONGEST_WAIT_SECONDS + 30) * 1_000,
  // Longer than the idle time of common load balancers (60 s), which must be the ones to close first.
  keepAliveMs: 72_000,
};

/** The part of Fastify's options that bounds connections. */
export function connectionOptions({ headersMs, silenceMs, keepAliveMs }: ConnectionTimeouts) {
  return {
    connectionTimeout: silenceMs,
    keepAliveTimeout: keepAliveMs,
    // Node's own limit counts a body that is streamed on purpose like a slow one: see body-deadline.ts.
    requestTimeout: 0,
    http: {
      headersTimeout: headersMs,
      // Refused by us instead, in the envelope: see raw-errors.ts.
      requireHostHeader: false,
      // How often Node looks for connections that are too late.
      connectionsCheckingInterval: Math.min(headersMs / 2, 5_000),
    },
  };
}
