import { finished } from 'node:stream';
import type { ServerResponse } from 'node:http';
import { ApiError } from '../http/api-error.js';

/** Bounds of one batch, after unpacking; and of batches at once. Documented in docs/batch.md. */
export const BATCH_LIMITS = {
  /** Lines, blank ones included. */
  lines: 100_000,
  bytes: 128 * 1_048_576,
  /** Unpacked bytes per packed byte, once more than {@link ratioFromBytes} are unpacked. Result links reach about 20. */
  ratio: 100,
  ratioFromBytes: 1_048_576,
  /** Batches of one API key at once in this process. */
  perKey: 8,
};

/** @throws ApiError 413 when more bytes than allowed come, or it expands more than allowed */
export async function* bounded(
  chunks: AsyncIterable<Uint8Array>,
  packedBytes: () => number = () => Infinity,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { bytes: most, ratio, ratioFromBytes } = BATCH_LIMITS;
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > most) throw tooLarge(`${most / 1_048_576} MiB`);
    if (bytes > ratioFromBytes && bytes > packedBytes() * ratio) throw ratioTooHigh();
    yield chunk;
  }
}

/** Batches of each API key that run now. */
export class RunningBatches {
  readonly #counts = new Map<string, number>();

  /**
   * Counts a batch until its response is finished or its connection is closed.
   *
   * @throws ApiError 429 when the key has too many at once
   */
  add(keyId: string, response: ServerResponse): void {
    const count = this.#counts.get(keyId) ?? 0;
    if (count >= BATCH_LIMITS.perKey) throw tooManyBatches();
    this.#counts.set(keyId, count + 1);
    finished(response, () => {
      const left = (this.#counts.get(keyId) ?? 1) - 1;
      if (left === 0) this.#counts.delete(keyId);
      else this.#counts.set(keyId, left);
    });
  }
}

/** @param most the limit, with its unit */
export function tooLarge(most: string): ApiError {
  return new ApiError({
    status: 413,
    code: null,
    reason: 'batch_too_large',
    title: 'The batch is too large',
    message: `A batch may have ${most}, unpacked. Lines with an answer are saved; send the others in further batches.`,
  });
}

function ratioTooHigh(): ApiError {
  return new ApiError({
    status: 413,
    code: null,
    reason: 'compression_ratio_too_high',
    title: 'The body expands too much',
    message: `The body expands to more than ${BATCH_LIMITS.ratio} times its size. Lines with an answer are saved; send the others without Content-Encoding.`,
  });
}

function tooManyBatches(): ApiError {
  return new ApiError({
    status: 429,
    code: 'PLATFORM.RATE_LIMIT_EXCEEDED',
    reason: 'too_many_batches',
    title: 'Too many batches at once',
    message: `This API key has ${BATCH_LIMITS.perKey} batches in progress. Nothing was accepted; send this batch when one of them has finished.`,
    headers: { 'Retry-After': '1' },
  });
}
