import type { FastifyReply } from 'fastify';

/** Aborts when the caller closes the connection before it has its answer. */
export function callerGone(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return gone.signal;
}
