import { ApiError, type ApiErrorInit } from './api-error.js';

// Why a body is not taken, whether it is read whole or line by line.

/** The bytes are not what `Content-Encoding` says, or end too early. */
export class BrokenEncodingError extends Error {
  constructor(
    readonly encoding: string,
    cause: unknown,
  ) {
    super(`no valid ${encoding}`, { cause });
  }
}

/** 415. @param send what to do instead */
export function unsupportedMediaType(send: string): ApiError {
  return new ApiError({
    status: 415,
    code: null,
    reason: 'unsupported_media_type',
    title: 'The content type is not supported',
    message: send,
  });
}

/** 415, with the encodings that are. */
export function unsupportedContentEncoding(): ApiError {
  const encodings = 'gzip, deflate, br';
  return new ApiError({
    status: 415,
    code: null,
    reason: 'unsupported_content_encoding',
    title: 'The content encoding is not supported',
    message: `Send the body as it is, or with one Content-Encoding of ${encodings}.`,
    headers: { 'Accept-Encoding': encodings },
  });
}

const INVALID: Pick<ApiErrorInit, 'status' | 'code'> = {
  status: 400,
  code: 'PLATFORM.INPUT_INVALID',
};

/** 400 for bytes that are not what they should be. */
export function malformedBody(message: string): ApiError {
  return new ApiError({
    ...INVALID,
    reason: 'request_invalid',
    title: 'The request is not valid',
    message,
  });
}

/**
 * 400 for a body that could not be read to its end.
 *
 * @param error of the connection, or of unpacking
 * @param consequence what became of the part that was read, and what to do
 */
export function unreadableBody(error: unknown, consequence: string): ApiError {
  const isPacked = error instanceof BrokenEncodingError;
  const what = isPacked
    ? `It is no valid ${error.encoding}, or ends too early`
    : 'It ended before its last byte';
  return new ApiError({
    ...INVALID,
    reason: isPacked ? 'compression_invalid' : 'request_incomplete',
    title: 'The request could not be read to its end',
    message: `${what}. ${consequence}`,
  });
}

/** 413. @param what is larger than 1 MiB */
export function tooLong(what: 'body' | 'line'): ApiError {
  return new ApiError({
    status: 413,
    code: null,
    reason: what === 'body' ? 'body_too_large' : 'line_too_long',
    title: `The ${what} is too large`,
    message: `The ${what} is larger than 1 MiB, unpacked. Send fewer or shorter attributes.`,
  });
}

/** 408; without the whole request there can be no next one on its connection. */
export function bodyTooLate(timeoutMs: number): ApiError {
  return new ApiError({
    status: 408,
    code: null,
    reason: 'request_timeout',
    title: 'The request took too long to arrive',
    message: `The body was not complete after ${timeoutMs / 1_000} seconds. Nothing was accepted; send the request again.`,
    headers: { Connection: 'close' },
  });
}
