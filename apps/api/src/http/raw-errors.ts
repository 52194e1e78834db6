import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from './api-error.js';
import { toApiError } from './error-envelope.filter.js';

/** Errors before a route is found, e.g. a URL that cannot be decoded: in the envelope as well. */
export function answerFrameworkError(
  error: Error,
  _request: FastifyRequest,
  reply: FastifyReply,
): void {
  const answer = toApiError(error);
  void reply.status(answer.status).send(answer.toBody());
}

/** Bytes that are no HTTP request: Node has no request object for them, only a socket. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) {
    return;
  }
  const tooLarge = error.code === 'HPE_HEADER_OVERFLOW';
  const answer = new ApiError({
    status: tooLarge ? 431 : 400,
    code: tooLarge ? null : 'PLATFORM.INPUT_INVALID',
    reason: tooLarge ? 'headers_too_large' : 'request_invalid',
    title: tooLarge ? 'The headers are too large' : 'The request is not valid',
    message: tooLarge ? 'The headers are larger than 16 KiB.' : 'This is not an HTTP/1.1 request.',
  });
  const body = JSON.stringify(answer.toBody());
  socket.end(
    `HTTP/1.1 ${answer.status} ${tooLarge ? 'Request Header Fields Too Large' : 'Bad Request'}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
