import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../http/api-error.js';

const deadline = Symbol('body deadline');
type Timed = FastifyRequest & { [deadline]?: NodeJS.Timeout };

/**
 * Ends requests whose body is not there in time, with 408 and the end of the connection. Routes that
 * read their body as it comes are not meant: their body counts as there when they begin to read.
 */
export function limitBodyTime(fastify: FastifyInstance, bodyMs: number): void {
  const stop = (request: Timed) => clearTimeout(request[deadline]);
  fastify.addHook('onRequest', (request: Timed, reply, done) => {
    if (hasBody(request)) {
      request[deadline] = setTimeout(() => {
        const answer = bodyTooLate(bodyMs);
        // Without a whole request there can be no next one on this connection.
        void reply.status(answer.status).header('Connection', 'close').send(answer.toBody());
      }, bodyMs);
    }
    done();
  });
  fastify.addHook('preValidation', (request: Timed, _reply, done) => {
    stop(request);
    done();
  });
  fastify.addHook('onResponse', (request: Timed, _reply, done) => {
    stop(request);
    done();
  });
  fastify.addHook('onRequestAbort', (request: Timed, done) => {
    stop(request);
    done();
  });
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function bodyTooLate(bodyMs: number): ApiError {
  return new ApiError({
    status: 408,
    code: null,
    reason: 'request_timeout',
    title: 'The request took too long to arrive',
    message: `The body was not complete after ${bodyMs / 1_000} seconds. Nothing was accepted; send the request again.`,
  });
}
