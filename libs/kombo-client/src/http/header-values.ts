/**
 * Seconds of a `Retry-After` header: a number, or an HTTP date (RFC 9110, 10.2.3), which is measured
 * against `nowMs()`. Never negative; `undefined` for anything else.
 */
export function readRetryAfterSeconds(value: unknown, nowMs: () => number): number | undefined {
  const seconds = readNumber(value);
  if (seconds !== undefined) {
    return seconds;
  }
  const timeMs = readHttpDate(value);
  return timeMs === undefined ? undefined : Math.max(0, (timeMs - nowMs()) / 1000);
}

/** The number of a header; the first one of `100, 100;w=60` (RateLimit drafts before 2023). Never negative. */
export function readNumber(value: unknown): number | undefined {
  if (value === undefined || value === null) {
    return undefined; // most answers have few of these headers
  }
  const [first = ''] = String(value).split(/[,;]/, 1);
  const number = /^\s*[+-]?\d+(\.\d+)?\s*$/.test(first) ? Number(first) : NaN;
  return Number.isFinite(number) ? Math.max(0, number) : undefined;
}

/** `Sun, 06 Nov 1994 08:49:37 GMT`, the only form of date that may be sent (RFC 9110, 5.6.7). */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Milliseconds since 1970 of an HTTP date; `undefined` for anything else. */
export function readHttpDate(value: unknown): number | undefined {
  // `Date.parse` alone finds a date in nearly anything, e.g. in `soon 5`.
  const time = typeof value === 'string' && HTTP_DATE.test(value) ? Date.parse(value) : NaN;
  return Number.isFinite(time) ? time : undefined;
}
