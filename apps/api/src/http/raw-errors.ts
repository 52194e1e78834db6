import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DATA_HEADERS } from '../hardening/security-headers.js';
import { ApiError, type ApiErrorInit } from './api-error.js';
import { toApiError } from './error-envelope.filter.js';

/** Errors before a route is found, e.g. a URL that cannot be decoded: in the envelope as well. */
export function answerFrameworkError(
  error: Error,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const answer = toApiError(error);
  void reply
    .status(answer.status)
    .headers({ ...DATA_HEADERS, 'X-Request-Id': request.id })
    .send(answer.toBody());
}

/** What can be wrong with bytes before they are a request, by Node's error code. */
const CLIENT_ERRORS: Record<string, ApiErrorInit & { phrase: string }> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    phrase: 'Request Header Fields Too Large',
    code: null,
    reason: 'headers_too_large',
    title: 'The headers are too large',
    message: 'The headers are larger than 16 KiB.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    phrase: 'Request Timeout',
    code: null,
    reason: 'request_timeout',
    title: 'The request took too long to arrive',
    message: 'The headers of the request were not complete in time.',
  },
};

const NOT_HTTP: ApiErrorInit & { phrase: string } = {
  status: 400,
  phrase: 'Bad Request',
  code: 'PLATFORM.INPUT_INVALID',
  reason: 'request_invalid',
  title: 'The request is not valid',
  message: 'This is not an HTTP/1.1 request.',
};

/** Bytes that are no HTTP request: Node has no request object for them, only a socket. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) {
    return;
  }
  const { phrase, ...answer } = CLIENT_ERRORS[error.code ?? ''] ?? NOT_HTTP;
  const body = JSON.stringify(new ApiError(answer).toBody());
  socket.end(
    `HTTP/1.1 ${answer.status} ${phrase}\r\n` +
      `Content-Type: application/json\r\nCache-Control: no-store\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
  // `end` closes our half only; a caller who does not close theirs would keep the connection.
  socket.destroySoon();
}

/**
 * What Node would refuse by itself, without a body: a request of HTTP/1.1 that names no host (see
 * `requireHostHeader`), and an `Expect` that nobody can fulfil.
 */
export function refuseOddRequests(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (request.raw.httpVersion !== '1.1' || request.headers.host !== undefined) return done();
    done(
      new ApiError({ ...NOT_HTTP, reason: 'host_missing', message: 'The Host header is missing.' }),
    );
  });
  fastify.server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const answer = new ApiError({
      status: 417,
      code: null,
      reason: 'expectation_failed',
      title: 'The expectation cannot be met',
      message: 'The only Expect header that is known is 100-continue.',
    });
    const body = JSON.stringify(answer.toBody());
    response.writeHead(answer.status, {
      ...DATA_HEADERS,
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
    });
    response.end(body);
  });
}
