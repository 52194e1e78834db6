import { createGunzip } from 'node:zlib';
import { pipeline, type Readable } from 'node:stream';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../http/api-error.js';
import { BATCH_LIMITS, bounded, tooLarge } from './batch-limits.js';

/** The content type of lines of JSON. */
export const NDJSON = 'application/x-ndjson';

const CONTENT_TYPE = /^application\/(?:x-ndjson|ndjson|jsonl)(?:\s*;|\s*$)/i;

/** For a route that reads lines of JSON as they come. All others refuse that content type. */
export const TakesNdjson = () => RouteConfig({ takesNdjson: true });

/** Hands the request itself to routes marked with {@link TakesNdjson}; nothing is read before they do. */
export function useNdjsonBody(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(CONTENT_TYPE, (request, payload, done) => {
    const { takesNdjson } = request.routeOptions.config as { takesNdjson?: boolean };
    if (takesNdjson === true) done(null, payload);
    else done(Object.assign(new Error('lines of JSON'), { statusCode: 415 }), undefined);
  });
}

/**
 * The bytes of the lines, unpacked if they are gzipped, and never more than allowed. Leaving off reading early
 * leaves the connection open, so that the answer still reaches the caller.
 *
 * @throws ApiError 413 for a Content-Length above the limit, 415 for another content type, or a content encoding other than gzip
 */
export function ndjsonBytes(request: FastifyRequest): AsyncIterable<Uint8Array> {
  if (!CONTENT_TYPE.test(request.headers['content-type'] ?? '')) {
    throw new ApiError({
      status: 415,
      code: null,
      reason: 'unsupported_media_type',
      title: 'The content type is not supported',
      message: `Send one JSON object per line, with the header Content-Type: ${NDJSON}.`,
    });
  }
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (Number(request.headers['content-length'] ?? 0) > BATCH_LIMITS.bytes) {
    throw tooLarge(`${BATCH_LIMITS.bytes / 1_048_576} MiB`);
  }
  const body = request.body as Readable;
  if (encoding === 'identity') return bounded(body.iterator({ destroyOnReturn: false }));
  if (encoding === 'gzip' || encoding === 'x-gzip') return unpacked(body);
  throw new ApiError({
    status: 415,
    code: null,
    reason: 'unsupported_content_encoding',
    title: 'The content encoding is not supported',
    message: 'Send the lines as they are, or with the header Content-Encoding: gzip.',
  });
}

function unpacked(body: Readable): AsyncIterable<Uint8Array> {
  // Not `pipeline` from the request itself: it would destroy the connection when unpacking fails.
  const gunzip = createGunzip();
  const source = body.iterator({ destroyOnReturn: false });
  let packedBytes = 0;
  const packed = (async function* () {
    for await (const chunk of source) {
      packedBytes += (chunk as Uint8Array).length;
      yield chunk;
    }
  })();
  pipeline(packed, gunzip, () => undefined);
  return bounded(gunzip, () => packedBytes);
}
