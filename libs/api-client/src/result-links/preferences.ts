import type { CallOptions } from '../call-options.js';

/** How a result link is to be taken. */
export interface ResultLinkOptions extends CallOptions {
  /**
   * Names the request within its integration (`Idempotency-Key`): the same key with the same content is
   * the same delivery, with other content it is refused (422). 1 to 255 printable ASCII characters, e.g. a UUID.
   * Without one the content itself is the key, see `RESULT_LINKS_DEDUPE_WINDOW` of the API.
   */
  idempotencyKey?: string;
  /**
   * How long the API may wait for the outcome before it answers 202 (`Prefer: wait=N`), in whole
   * seconds. Default and maximum of the API: 300. The time limit of the client must be longer.
   */
  waitSeconds?: number;
  /** Answer 202 as soon as the result link is kept (`Prefer: respond-async`); wins over `waitSeconds`. */
  respondAsync?: boolean;
}

const KEY_PATTERN = /^(?! )[\x20-\x7e]{1,255}(?<! )$/;

/**
 * The headers for these options.
 *
 * @throws TypeError for a value that cannot be sent, or would be read as another one
 */
export function preferenceHeaders(options: ResultLinkOptions): Record<string, string> {
  const { idempotencyKey, waitSeconds, respondAsync = false } = options;
  if (idempotencyKey !== undefined && !KEY_PATTERN.test(idempotencyKey)) {
    throw new TypeError(
      'idempotencyKey must be 1 to 255 printable ASCII characters without spaces around',
    );
  }
  if (waitSeconds !== undefined && !(Number.isSafeInteger(waitSeconds) && waitSeconds >= 0)) {
    throw new TypeError('waitSeconds must be a whole number of seconds');
  }
  const prefer = respondAsync
    ? 'respond-async'
    : waitSeconds === undefined
      ? undefined
      : `wait=${waitSeconds}`;
  return {
    ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
    ...(prefer === undefined ? {} : { Prefer: prefer }),
  };
}
