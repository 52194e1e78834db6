import type { FastifyInstance } from 'fastify';

/** A type and a subtype, as Fastify wants them. */
const MEDIA_TYPE = /^\s*[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(?:;|$)/;

/**
 * Keeps Fastify from reading and judging bodies: it would do so before a guard looks at the key. Guards and routes
 * get the request unread, see `InputGuard`.
 *
 * @param timeoutMs how long the rest of a body may come after the answer, for callers who send it all before they
 *   read; then the connection ends
 */
export function leaveBodiesUnread(fastify: FastifyInstance, timeoutMs: number): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  fastify.addHook('onRequest', ({ headers }, _reply, done) => {
    // One that cannot be read counts as none.
    if (!MEDIA_TYPE.test(headers['content-type'] ?? '')) delete headers['content-type'];
    done();
  });
  fastify.addHook('onResponse', ({ raw }, _reply, done) => {
    done();
    if (raw.complete) return;
    const timer = setTimeout(() => {
      if (!raw.complete) raw.destroy();
    }, timeoutMs);
    raw.once('close', () => clearTimeout(timer));
  });
}
