import { KomboRequestError } from './errors.js';

/** Not blank, not `.` or `..`, no lone surrogates. */
const PATH_ID = /^(?!\.{1,2}$)(?=.*\S)[^\p{Cs}]+$/su;

const LONE_SURROGATE = /\p{Cs}/u;

/** Not empty, no lone surrogates, and no comma, which would make two of it. */
const LIST_ITEM = /^[^,\p{Cs}]+$/su;

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

const NAME_IN_BRACES = /\{(\w+)\}/g;

/**
 * Fills the names in braces of a path in, e.g. `{candidate_id}`.
 *
 * @throws KomboRequestError
 */
export function encodePath(path: string, fields: Record<string, unknown>): string {
  return path.replace(NAME_IN_BRACES, (_braces, name: string) => encodePathId(name, fields[name]));
}

/** The fields that a path does not name: the query of a read. */
export function fieldsBesidePath(
  path: string,
  fields: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !path.includes(`{${name}}`)));
}

/**
 * A query with its question mark; empty when there is nothing to ask. Lists are joined by commas, as
 * Kombo wants them, dates become ISO 8601, what is `undefined` or `null` is left out.
 *
 * @throws KomboRequestError
 */
export function encodeQuery(fields: Record<string, unknown>): string {
  const pairs = Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${name}=${encodeURIComponent(queryValue(name, value))}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

function queryValue(name: string, value: unknown): string {
  if (Array.isArray(value)) {
    return listValue(name, value);
  }
  if (value instanceof Date && Number.isFinite(value.getTime())) {
    return value.toISOString();
  }
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) {
    return String(value);
  }
  if (typeof value === 'string' && !LONE_SURROGATE.test(value)) {
    return value;
  }
  throw cannotBeSent(`the filter ${name} is not one that a URL can carry`);
}

function listValue(name: string, list: unknown[]): string {
  if (list.length === 0) {
    throw cannotBeSent(`the filter ${name} is an empty list, which would match everything`);
  }
  for (const item of list) {
    if (typeof item !== 'string' || !LIST_ITEM.test(item)) {
      throw cannotBeSent(`the filter ${name} must be a list of texts without commas`);
    }
  }
  return list.join(',');
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
