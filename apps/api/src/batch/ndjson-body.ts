import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { unpack } from '../http/content-encoding.js';
import { refuseOtherTypes } from '../http/request-body.js';
import { BATCH_LIMITS, bounded, tooLarge } from './batch-limits.js';

/** The content type of lines of JSON. */
export const NDJSON = 'application/x-ndjson';

const CONTENT_TYPE = /^\s*application\/(?:x-ndjson|ndjson|jsonl)\s*(?:;|$)/i;

/**
 * The bytes of the lines, unpacked, and never more than allowed. Leaving off reading early leaves the connection
 * open, so that the answer still reaches the caller.
 *
 * @throws ApiError 413 for a Content-Length above the limit, 415 for another content type or an unknown content encoding
 */
export function ndjsonBytes({ headers, body }: FastifyRequest): AsyncIterable<Uint8Array> {
  refuseOtherTypes(headers['content-type'], CONTENT_TYPE, 'one JSON object per line', NDJSON);
  if (Number(headers['content-length'] ?? 0) > BATCH_LIMITS.bytes) {
    throw tooLarge(`${BATCH_LIMITS.bytes / 1_048_576} MiB`);
  }
  const { chunks, packedBytes } = unpack(body as Readable, headers['content-encoding']);
  return bounded(chunks, packedBytes);
}
