import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readinessOf, type EngineHealth } from './readiness.js';
import { answerScrape } from './metrics/answer-scrape.js';
import type { ServiceMetrics } from './metrics/service-metrics.js';

/** What the operations listener tells of, and to whom. */
export interface OperationsServerOptions {
  host: string;
  /** 0: a free one. */
  port: number;
  metrics: Pick<ServiceMetrics, 'text'>;
  /** The bearer token that `/metrics` asks for; `undefined`: none. */
  token: string | undefined;
  health(): Promise<EngineHealth>;
}

/** A running operations listener. */
export interface OperationsServer {
  url: string;
  close(): Promise<void>;
}

/** An answer of the listener. */
interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Scrapes and probes are small; whoever is slower is not one of them. */
const TIME_LIMIT_MS = 10_000;

/**
 * Serves `/metrics`, `/health/live` and `/health/ready` on a port of their own: the only one of a worker, and
 * for an API one that need not be reachable for its callers.
 *
 * @throws the system's error when it cannot listen there, e.g. EADDRINUSE
 */
export async function startOperationsServer(
  options: OperationsServerOptions,
): Promise<OperationsServer> {
  const server = createServer((request, response) => {
    void answer(options, request).then((reply) => send(response, reply));
  });
  server.headersTimeout = TIME_LIMIT_MS;
  server.requestTimeout = TIME_LIMIT_MS;
  server.maxConnections = 100;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { address, family, port } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  { metrics, token, health }: OperationsServerOptions,
  { method, url = '/', headers }: IncomingMessage,
): Promise<Answer> {
  const [path] = url.split('?');
  if (method !== 'GET' && method !== 'HEAD') {
    return json(405, {
      status: 'error',
      error: problem('method_not_allowed', 'Only GET is known'),
    });
  }
  switch (path) {
    case '/metrics':
      return answerScrape(metrics, token, headers.authorization);
    case '/health/live':
      return json(200, { status: 'ok' });
    case '/health/ready': {
      const readiness = readinessOf(await health());
      return json(readiness.status === 'not_ready' ? 503 : 200, readiness);
    }
    default:
      return json(404, { status: 'error', error: problem('route_not_found', 'No such route') });
  }
}

function problem(reason: string, title: string) {
  const message = `${title}; here are GET /metrics, /health/live and /health/ready.`;
  return { code: null, reason, title, message, log_url: null };
}

function json(status: number, body: object): Answer {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  };
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, 'Cache-Control': 'no-store' }).end(body);
}
