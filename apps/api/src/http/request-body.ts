import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { ApiError } from './api-error.js';
import { bodyTooLate, tooLong, unreadableBody, unsupportedMediaType } from './body-refusals.js';
import { unpack } from './content-encoding.js';

/** Largest body in bytes, also after unpacking. A result link is about 300 bytes; this bounds memory, nothing else. */
export const BODY_LIMIT_BYTES = 1_048_576;

const JSON_TYPE = /^\s*application\/(?:[a-z0-9.+-]+\+)?json\s*(?:;|$)/i;
const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]*)/i;
/** ASCII is UTF-8 too. */
const CHARSETS = ['utf-8', 'utf8', 'us-ascii'];

/** Whether there is a body, perhaps an empty one. */
export function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * Reads a body of JSON whole, and unpacks it.
 *
 * @param timeoutMs longest time it may take to arrive
 * @returns its bytes; of no particular type when there are none
 * @throws ApiError 400, 408, 413, or 415
 */
export async function readBody(request: FastifyRequest, timeoutMs: number): Promise<Buffer> {
  const { headers, raw } = request;
  if (Number(headers['content-length'] ?? 0) > BODY_LIMIT_BYTES) throw tooLong('body');
  const encoding = headers['content-encoding'];
  const body =
    encoding === undefined
      ? raw
      : Readable.from(unpack(raw, encoding).chunks, { objectMode: false });
  const bytes = await collect(body, timeoutMs).finally(() => {
    // A refused bomb would be unpacked to its end.
    if (body !== raw) body.destroy();
  });
  if (bytes.length > 0) {
    refuseOtherTypes(headers['content-type'], JSON_TYPE, 'JSON', 'application/json');
  }
  return bytes;
}

/** @throws ApiError 415 for a content type that does not match, or another charset than UTF-8 */
export function refuseOtherTypes(
  contentType: string | undefined,
  expected: RegExp,
  what: string,
  name: string,
): void {
  if (!expected.test(contentType ?? '')) {
    throw unsupportedMediaType(`Send the body as ${what}, with the header Content-Type: ${name}.`);
  }
  const charset = CHARSET.exec(contentType ?? '')?.[1]?.toLowerCase();
  if (charset !== undefined && !CHARSETS.includes(charset)) {
    throw unsupportedMediaType(`Send the body in UTF-8, with the header Content-Type: ${name}.`);
  }
}

const NOTHING_ACCEPTED = 'Nothing was accepted; send the request again.';

/** By events: an iterator costs as much as all else that is done to read a request. */
function collect(body: Readable, timeoutMs: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let length = 0;
    const stop = () => {
      clearTimeout(timer);
      body.off('data', take).off('end', end).off('error', fail);
      // Node throws away what comes after a refusal, and the connection may break meanwhile.
      body.on('error', () => undefined);
    };
    const refuse = (refusal: ApiError) => {
      stop();
      reject(refusal);
    };
    const timer = setTimeout(() => refuse(bodyTooLate(timeoutMs)), timeoutMs);
    const take = (piece: Buffer) => {
      length += piece.length;
      pieces.push(piece);
      if (length > BODY_LIMIT_BYTES) refuse(tooLong('body'));
    };
    const end = () => {
      stop();
      resolve(Buffer.concat(pieces, length));
    };
    const fail = (error: Error) => refuse(unreadableBody(error, NOTHING_ACCEPTED));
    body.on('data', take).on('end', end).on('error', fail);
  });
}
