import { LogController, type FastifyReply, type FastifyRequest } from 'fastify';

/**
 * One line per request, when it has been answered: method, route (not the URL, which has ids in it),
 * status and time. Errors of callers are no errors of ours: they stay at `info`.
 */
export class RequestLog extends LogController {
  constructor() {
    super({ requestIdLogLabel: 'requestId' });
  }

  override incomingRequest(): void {
    // The line at the end says it all.
  }

  override requestCompleted(
    error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const fields = {
      method: request.method,
      route: request.routeOptions.url,
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
    };
    if (error) {
      request.log.error({ ...fields, err: error }, 'request failed');
    } else {
      request.log.info(fields, 'request');
    }
  }
}
