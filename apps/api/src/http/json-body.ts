import { findInexactNumbers } from '@result-links/contracts';
import { invalidRequest } from './api-error.js';
import { malformedBody } from './body-refusals.js';

/**
 * Parses JSON strictly:
 * - nothing but white space is an absent body, so that the contract can say which fields are missing;
 * - bytes that are no UTF-8 are refused instead of being replaced, so that texts stay what they were; a byte order
 *   mark of UTF-8 is skipped;
 * - a number whose digits would change is refused by its path;
 * - keys such as `__proto__` come through as plain keys, and the contract refuses them by their path.
 *
 * @param what names it in errors
 * @param root path of the body within the request, for errors
 * @returns the value; `undefined` for nothing but white space
 * @throws ApiError 400
 */
export function parseJson(body: Buffer, what = 'body', root = ''): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw malformedBody(`The ${what} is not valid UTF-8. Send JSON in UTF-8.`);
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
    throw malformedBody(`The ${what} is not valid JSON${position ? ` (at ${position})` : ''}.`);
  }
  const inexact = findInexactNumbers(text, root);
  if (inexact.length > 0) throw invalidRequest(inexact);
  return value;
}
