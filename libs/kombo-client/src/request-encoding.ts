import { KomboRequestError } from './errors.js';

/** Not blank, not `.` or `..`, no lone surrogates. */
const PATH_ID = /^(?!\.{1,2}$)(?=.*\S)[^\p{Cs}]+$/su;

/**
 * One segment of a path. `.` and `..` are refused: encoding leaves them as they are, and a URL
 * parser folds them away, so that the request would go to another route.
 *
 * @throws KomboRequestError
 */
export function encodePathId(name: string, id: unknown): string {
  if (typeof id !== 'string' || !PATH_ID.test(id)) {
    throw cannotBeSent(`the ${name} is not one that a URL can carry`);
  }
  return encodeURIComponent(id);
}

/**
 * The value of `X-Integration-Id`. axios would drop characters that a header cannot carry, and the
 * request would go to another integration than meant.
 *
 * @throws KomboRequestError
 */
export function readIntegrationId(id: unknown): string {
  if (typeof id !== 'string' || !/^[\x21-\x7e]+$/.test(id)) {
    throw cannotBeSent('x_integration_id is not one that a header can carry');
  }
  return id;
}

/** @throws KomboRequestError */
export function encodeBody(body: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(body);
  } catch {
    // Circular, or with a BigInt; the error's own text would show keys of the request.
  }
  if (typeof body !== 'object' || body === null || text === undefined) {
    throw cannotBeSent('request_body must be an object that can be written as JSON');
  }
  return text;
}

function cannotBeSent(reason: string): KomboRequestError {
  return new KomboRequestError({
    message: `The request cannot be sent: ${reason}`,
    requestSent: 'no',
    durationMs: 0,
    rule: {
      outcome: 'rejected',
      source: 'no HTTP request can be made of it',
      advice: 'Correct the request and send it as a new one.',
    },
  });
}
