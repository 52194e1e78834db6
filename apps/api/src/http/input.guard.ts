import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FieldError } from '@result-links/contracts';
import type { FastifyRequest } from 'fastify';
import { invalidRequest } from './api-error.js';
import { inputsOf } from './handler-inputs.js';
import { parseJson } from './json-body.js';
import { wantsRawBody } from './raw-body.decorator.js';
import { hasBody, readBody } from './request-body.js';
import { takesLines } from './takes-lines.decorator.js';

/** Injection token: how long a body may take to arrive, in milliseconds. */
export const BODY_TIMEOUT_MS = Symbol('body time-out');

/**
 * Reads the body of a request, and refuses what its route does not take: a body or query parameters that would be
 * ignored. Stands after the guards of the key, so that nothing is read or judged for a caller without one.
 */
@Injectable()
export class InputGuard implements CanActivate {
  constructor(@Inject(BODY_TIMEOUT_MS) private readonly bodyTimeoutMs: number) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const inputs = inputsOf(context);
    // The address of a signed webhook belongs to whoever registered it.
    if (!inputs.hasQuery && !wantsRawBody(request)) {
      refuse(unknownKeys(request.query, 'query parameters'));
    }
    if (takesLines(request)) return true;
    if (!hasBody(request)) {
      // Otherwise the request itself, which has a content type but no content.
      request.body = undefined;
      return true;
    }
    if (request.method === 'GET' || request.method === 'HEAD') refuse([noBody(request.method)]);
    return this.read(request, inputs.hasBody);
  }

  private async read(request: FastifyRequest, isTaken: boolean): Promise<true> {
    const bytes = await readBody(request, this.bodyTimeoutMs);
    if (wantsRawBody(request)) {
      request.body = bytes;
      return true;
    }
    const body = parseJson(bytes, 'body', rootOf(request));
    if (!isTaken) refuse(unknownKeys(body, 'body'));
    request.body = body;
    return true;
  }
}

/** @param input of a route that takes none; an empty object is as good as nothing */
function unknownKeys(input: unknown, what: 'body' | 'query parameters'): FieldError[] {
  if (input === undefined || input === null) return [];
  if (typeof input !== 'object' || Array.isArray(input)) return [noBody('this route')];
  return Object.keys(input).map((key) => {
    const shown = key.length > 60 ? `${key.slice(0, 60)}…` : key;
    return {
      path: key,
      code: 'unknownKey',
      message: `${shown} is not known: this route takes no ${what}`,
    };
  });
}

function noBody(what: string): FieldError {
  return { path: '', code: 'noBody', message: `${what} takes no body. Nothing was done` };
}

function refuse(errors: FieldError[]): void {
  if (errors.length > 0) throw invalidRequest(errors);
}

/** Kombo's routes: the body is a part of the contract's request. */
function rootOf({ routeOptions }: FastifyRequest): string {
  return routeOptions.url?.startsWith('/v1/ats/') ? 'request_body' : '';
}
