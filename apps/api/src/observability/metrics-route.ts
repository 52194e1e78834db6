import { answerScrape, type Engine, type MetricsConfig } from '@result-links/engine';
import type { FastifyInstance } from 'fastify';

/**
 * Serves `GET /metrics` on the API's own port, to whoever presents the token; without a token being set there
 * is no such route here. It is no route of the API: not in its document, and not behind its keys.
 */
export function serveMetrics(
  fastify: FastifyInstance,
  engine: Engine,
  { token }: MetricsConfig,
): void {
  const metrics = engine.observability?.metrics;
  if (!metrics || token === undefined) {
    return;
  }
  fastify.get('/metrics', async (request, reply) => {
    const { status, headers, body } = await answerScrape(
      metrics,
      token,
      request.headers.authorization,
    );
    return reply.status(status).headers(headers).send(body);
  });
}
