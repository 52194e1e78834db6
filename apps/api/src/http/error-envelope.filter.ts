import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DeliveryGoneError, InvalidCursorError } from '@result-links/delivery';
import {
  DatabaseUnavailableError,
  type DatabaseProblem,
  UnstorableTextError,
} from '@result-links/engine';
import { ApiError, invalidRequest, type ApiErrorInit } from './api-error.js';

type Answer = Pick<ApiErrorInit, 'code' | 'reason' | 'title'> & { message?: string };

/** What the framework refuses by itself, in our words. Anything else it refuses keeps its message. */
const FRAMEWORK_ANSWERS: Record<number, Answer> = {
  400: {
    code: 'PLATFORM.INPUT_INVALID',
    reason: 'request_invalid',
    title: 'The request is not valid',
  },
  414: { code: null, reason: 'uri_too_long', title: 'The URL is too long' },
};

const DATABASE_PROBLEMS: Record<DatabaseProblem, string> = {
  database_unavailable: 'The database cannot be reached',
  database_read_only: 'The database cannot be written to',
  database_full: 'The database has no room on its disk',
};

function databaseProblem(reason: DatabaseProblem): ApiError {
  return new ApiError({
    status: 503,
    code: null,
    reason,
    title: DATABASE_PROBLEMS[reason],
    message:
      'Nothing was confirmed as saved. Send the request again in a few seconds, unchanged and with the same Idempotency-Key if it had one: it is accepted once.',
    headers: { 'Retry-After': '5' },
  });
}

/** Every error leaves in Kombo's envelope; what nobody expected is logged and becomes a plain 500. */
@Catch()
export class ErrorEnvelopeFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const answer = toApiError(error);
    if (error instanceof DatabaseUnavailableError) {
      // Hundreds a minute while it is away: one short line each, no stack.
      http.getRequest<FastifyRequest>().log.warn({ reason: error.code }, 'database unavailable');
    } else if (answer.status >= 500 && !(error instanceof ApiError)) {
      http.getRequest<FastifyRequest>().log.error({ err: error }, 'unexpected error');
    }
    void reply.status(answer.status).headers(answer.headers).send(answer.toBody());
  }
}

/** The error as the caller is to see it. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) {
    return error;
  }
  if (error instanceof DatabaseUnavailableError) {
    return databaseProblem(error.code);
  }
  if (error instanceof DeliveryGoneError) {
    return deliveryLost(error);
  }
  if (error instanceof UnstorableTextError) {
    const message = 'a text must not have the character U+0000';
    return invalidRequest([{ path: '', code: 'unstorableText', message }]);
  }
  if (error instanceof InvalidCursorError) {
    return invalidRequest([{ path: 'cursor', code: 'cursor', message: error.message }]);
  }
  const status = error instanceof HttpException ? error.getStatus() : statusOf(error);
  const known = FRAMEWORK_ANSWERS[status];
  if (known !== undefined) {
    return new ApiError({ status, message: (error as Error).message, ...known });
  }
  if (status >= 400 && status < 500) {
    return new ApiError({
      status,
      code: null,
      reason: 'request_refused',
      title: 'The request was refused',
      message: (error as Error).message,
    });
  }
  return new ApiError({
    status: 500,
    code: 'PLATFORM.UNKNOWN_ERROR',
    reason: 'internal_error',
    title: 'Something went wrong on our side',
    message: 'An unexpected error; the log has it under the id of the X-Request-Id header.',
  });
}

/** The outcome is unknown: the link may have been sent before the database lost the delivery. */
function deliveryLost({ deliveryId }: DeliveryGoneError): ApiError {
  return new ApiError({
    status: 504,
    code: 'PLATFORM.TASK_TIMED_OUT',
    reason: 'delivery_lost',
    title: 'The database has lost the delivery',
    message: `Delivery ${deliveryId} was lost in a failover or a restore of the database. The link may have been written. Check the ATS before you send it again.`,
  });
}

/** Fastify's own errors carry a `statusCode`. */
function statusOf(error: unknown): number {
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : 500;
}
