import type { Engine, RequestSpan } from '@result-links/engine';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/**
 * Counts every request by its route, and traces it, where the engine wants that. The span is entered after
 * the body has been read: its last piece arrives outside of whatever was entered before.
 */
export function observeRequests(fastify: FastifyInstance, engine: Engine): void {
  const { metrics, tracing } = engine.observability ?? {};
  if (metrics) {
    fastify.addHook('onResponse', (request, reply, done) => {
      const { method, routeOptions } = request;
      const seconds = reply.elapsedTime / 1_000;
      metrics.answered({ method, route: routeOptions.url, status: reply.statusCode, seconds });
      done();
    });
  }
  if (tracing) {
    const spans = new WeakMap<FastifyRequest, RequestSpan>();
    fastify.addHook('onRequest', (request, _reply, done) => {
      spans.set(request, tracing.beginRequest(request));
      done();
    });
    fastify.addHook('preHandler', (request, _reply, done) => {
      const span = spans.get(request);
      return span ? span.run(done) : done();
    });
    fastify.addHook('onResponse', (request, reply, done) => {
      spans.get(request)?.end({ route: request.routeOptions.url, status: reply.statusCode });
      done();
    });
  }
}
