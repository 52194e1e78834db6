import type { FastifyInstance, FastifyRequest } from 'fastify';
import { findInexactNumbers } from '@result-links/contracts';
import { invalidRequest } from './api-error.js';
import { wantsRawBody } from './raw-body.decorator.js';

/** Largest body in bytes. A result link is about 300 bytes; this bounds memory, nothing else. */
export const BODY_LIMIT_BYTES = 1_048_576;

/** An error that Fastify answers with status 400. */
class MalformedBodyError extends Error {
  readonly statusCode = 400;
}

/**
 * Replaces Fastify's body parsers by one for JSON:
 * - an empty body is an absent one, so that the contract can say which fields are missing;
 * - bytes that are no UTF-8 are refused instead of being replaced, so that texts stay what they were;
 * - a route marked with `RawBody` gets the bytes as they are;
 * - a number whose digits would change is refused by its path;
 * - keys such as `__proto__` come through as plain keys, and the contract refuses them by their path.
 */
export function useStrictJsonBody(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    /^application\/(?:[a-z0-9.+-]+\+)?json(?:;|$)/i,
    { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES },
    (request, body, done) => {
      if (wantsRawBody(request)) {
        done(null, body);
        return;
      }
      try {
        done(null, parseJson(body as Buffer, 'body', rootOf(request)));
      } catch (error) {
        done(error as Error, undefined);
      }
    },
  );
}

/**
 * @param what names it in errors
 * @param root path of the body within the request, for errors
 * @returns the value; `undefined` for nothing but white space
 * @throws an error that is answered with status 400
 */
export function parseJson(body: Buffer, what = 'body', root = ''): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new MalformedBodyError(`The ${what} is not valid UTF-8.`);
  }
  if (text.trim() === '') {
    return undefined;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // V8's message names the position, and quotes a few characters of the body: leave those out.
    const [position] = /position \d+/.exec((error as Error).message) ?? [];
    throw new MalformedBodyError(
      `The ${what} is not valid JSON${position ? ` (at ${position})` : ''}.`,
    );
  }
  const inexact = findInexactNumbers(text, root);
  if (inexact.length > 0) throw invalidRequest(inexact);
  return value;
}

/** Kombo's routes: the body is a part of the contract's request. */
function rootOf({ routeOptions }: FastifyRequest): string {
  return routeOptions.url?.startsWith('/v1/ats/') ? 'request_body' : '';
}
