import type { OpenAPIObject } from '@nestjs/swagger';

/**
 * Actions stand behind a colon (`/v1/deliveries/{id}:retry`, `/v1/deliveries:retry`), which neither the
 * router's nor Swagger's path syntax can say. Inside they are one more segment, `-` standing for "all";
 * this file is the only place that knows both spellings.
 */
const ACTIONS = [
  'retry',
  'cancel',
  'resolve',
  'release',
  'batch',
  'rotate',
  'rotate-secret',
  'test',
  'restored',
];
const COLLECTIONS = [
  'deliveries',
  'integrations',
  'targets',
  'webhook-endpoints',
  'admin/encryption',
  'admin/database',
];
const OUTSIDE = new RegExp(
  `^(/v1/(?:${COLLECTIONS.join('|')}))(/[^/?]+)?:(${ACTIONS.join('|')})(?=\\?|$)`,
);
const INSIDE = new RegExp(
  `^(/v1/(?:${COLLECTIONS.join('|')}))(/-|/\\{\\w+\\})/(${ACTIONS.join('|')})$`,
);

/** Scheme and authority of an absolute-form request target (RFC 9112, section 3.2.2). */
const ABSOLUTE_FORM = /^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i;
/** A percent-encoded letter, digit, `-`, `.`, `_` or `~`: means the same as the character (RFC 3986, section 6.2.2.2). */
const ENCODED_UNRESERVED = /%(?:2[DE]|3\d|[46][1-9A-F]|[57][\dA]|5F|7E)/gi;

/** The path that the router knows, for the target of a request in any of its equivalent spellings. */
export function toInsideUrl(target: string): string {
  const path = target.replace(ABSOLUTE_FORM, '').replace(ENCODED_UNRESERVED, decodeURIComponent);
  const url = path.startsWith('/') ? path : `/${path}`;
  return url.replace(OUTSIDE, (_match, base: string, id: string | undefined, action: string) => {
    return `${base}${id ?? '/-'}/${action}`;
  });
}

/** The paths of the document as callers write them. */
export function toOutsidePaths(paths: OpenAPIObject['paths']): OpenAPIObject['paths'] {
  const outside = (path: string) =>
    path.replace(INSIDE, (_match, base: string, id: string, action: string) => {
      return `${base}${id === '/-' ? '' : id}:${action}`;
    });
  return Object.fromEntries(Object.entries(paths).map(([path, item]) => [outside(path), item]));
}
