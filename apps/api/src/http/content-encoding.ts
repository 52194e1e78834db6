import { pipeline, type Duplex, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { BrokenEncodingError, unsupportedContentEncoding } from './body-refusals.js';

const DECODERS: Readonly<Record<string, () => Duplex>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** A body that is unpacked as it is read. */
export interface UnpackedBody {
  /** Fails with {@link BrokenEncodingError}, or as the connection does. */
  chunks: AsyncIterable<Uint8Array>;
  /** Bytes that were read of the packed body. */
  packedBytes(): number;
}

/**
 * Unpacks a body by its `Content-Encoding`. Leaving off early leaves the connection open, so that an answer still
 * reaches the caller.
 *
 * @throws ApiError 415 for an encoding that is not known, or for several
 */
export function unpack(body: Readable, contentEncoding = 'identity'): UnpackedBody {
  const encoding = contentEncoding.trim().toLowerCase();
  const source = body.iterator({ destroyOnReturn: false });
  if (encoding === 'identity') return { chunks: source, packedBytes: () => Infinity };
  const decoder = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding]?.() : undefined;
  if (decoder === undefined) throw unsupportedContentEncoding();
  let packedBytes = 0;
  let connectionError: unknown;
  // Not the body itself: `pipeline` would destroy the connection when unpacking fails.
  const packed = async function* () {
    try {
      for await (const chunk of source) {
        packedBytes += (chunk as Uint8Array).length;
        yield chunk;
      }
    } catch (error) {
      connectionError = error;
      throw error;
    }
  };
  pipeline(packed, decoder, () => undefined);
  const chunks = async function* () {
    try {
      yield* decoder;
    } catch (error) {
      throw connectionError ?? new BrokenEncodingError(encoding, error);
    }
  };
  return { chunks: chunks(), packedBytes: () => packedBytes };
}
