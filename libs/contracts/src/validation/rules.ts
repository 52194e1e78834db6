import { ValidateBy, ValidateIf } from '#class-validator';
import type { ValidationOptions } from 'class-validator';
import { parseTime, TIME_EXAMPLE } from './time.js';

/**
 * The characters an RFC 3986 URI may be made of: everything else has to be percent-encoded.
 * The authority may hold no `@`, so a link cannot carry credentials.
 */
export const HTTP_URL_PATTERN =
  /^[Hh][Tt][Tt][Pp][Ss]?:\/\/(?:[A-Za-z0-9\-._~!$&'()*+,;=:[\]]|%[0-9A-Fa-f]{2})+(?:[/?#](?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*)?$/;

/**
 * One path segment: not blank, not `.` or `..` (a URL parser would fold those away and the request
 * would go to another route), no control characters, no lone surrogates (they cannot be encoded).
 */
// Control characters are what it is about; ranges, because Python's `re` has no `\p`.
// eslint-disable-next-line no-control-regex
export const PATH_SEGMENT_PATTERN = /^(?!\.{1,2}$)(?=.*\S)[^\x00-\x1f\x7f-\x9f\ud800-\udfff]+$/u;

/** Not empty, no control characters, no lone surrogates: what a database can compare. */
// eslint-disable-next-line no-control-regex -- likewise
export const PLAIN_TEXT_PATTERN = /^[^\x00-\x1f\x7f-\x9f\ud800-\udfff]+$/u;
export const PLAIN_TEXT_MESSAGE =
  '$property must be a text without control characters, and not empty';

/** The same without commas: one of several values in a query that separates them by commas. */
// eslint-disable-next-line no-control-regex -- likewise
export const LIST_ITEM_PATTERN = /^[^,\x00-\x1f\x7f-\x9f\ud800-\udfff]+$/u;

/** Visible ASCII without spaces: what an HTTP header value can carry unharmed everywhere. */
export const HEADER_VALUE_PATTERN = /^[\x21-\x7e]+$/;

/** Printable ASCII, no space at either end: an idempotency key that a header can carry unchanged. */
export const IDEMPOTENCY_KEY_PATTERN = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/** A UUID, of any version. */
export const UUID_PATTERN =
  /^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$/;

/** Whether `value` is an absolute http(s) URL, made of URI characters, without credentials. */
export function isHttpUrl(value: string): boolean {
  return HTTP_URL_PATTERN.test(value) && URL.canParse(value);
}

/**
 * The string is an absolute `http:` or `https:` URL without user name or password.
 * Says nothing about values that are no strings: combine it with `IsString`.
 */
export function IsHttpUrl(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isHttpUrl',
      validator: {
        validate: (value) => typeof value !== 'string' || isHttpUrl(value),
        defaultMessage: () =>
          '$property must be an absolute http:// or https:// URL without user name or password; ' +
          'percent-encode spaces and non-ASCII characters',
      },
    },
    options,
  );
}

/** The value is a text that {@link parseTime} reads. */
export function IsTime(): PropertyDecorator {
  return ValidateBy({
    name: 'isTime',
    validator: {
      validate: (value) => typeof value === 'string' && parseTime(value) !== null,
      defaultMessage: (args) => notATime(args?.value),
    },
  });
}

function notATime(value: unknown): string {
  const shown = String(JSON.stringify(value)).slice(0, 60);
  const hint = / \d\d:\d\d"$/.test(shown) ? '. In a query string, write + as %2B' : '';
  return `${shown} is not an RFC 3339 time with a zone. Example: ${TIME_EXAMPLE}${hint}`;
}

/**
 * The property may be left out. Unlike class-validator's `IsOptional` it does not let `null`
 * through: Kombo's schema has no nullable fields here (but one, see `On-Behalf-Of`).
 */
export function MayBeAbsent(): PropertyDecorator {
  return ValidateIf((_object, value) => value !== undefined);
}

/** The property may be left out or `null`. */
export function MayBeNull(): PropertyDecorator {
  return ValidateIf((_object, value) => value !== undefined && value !== null);
}
