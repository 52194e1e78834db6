/** RFC 3339, section 5.6, `date-time`. */
const RFC3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(\.\d+)?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
/** 0001-01-01T00:00:00Z: PostgreSQL has no year 0. */
const EARLIEST_MS = -62_135_596_800_000;
/** 9999-12-31T23:59:59.999Z: later years have no RFC 3339 form. */
const LATEST_MS = 253_402_300_799_999;

/** A value that {@link parseTime} reads, for messages. */
export const TIME_EXAMPLE = '2026-11-16T00:00:00Z';

/**
 * Reads a point in time in RFC 3339: date, `T`, time with seconds, and a zone (`Z` or an offset such as `+01:00`).
 * The zone of the process never matters.
 *
 * `t` and `z` may be lower case. Digits after the milliseconds are cut off. The leap second `23:59:60` of UTC is the
 * second after it, as in PostgreSQL.
 *
 * @returns `null` for anything else, also for a day that does not exist, and for a time outside of the years 1 to 9999 in UTC
 */
export function parseTime(text: string): Date | null {
  const match = RFC3339.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as Six;
  const [, , , , , , , fraction = '', sign, offsetHour = '0', offsetMinute = '0'] = match;
  if (hour > 23 || minute > 59 || second > 60 || +offsetHour > 23 || +offsetMinute > 59)
    return null;
  const midnight = new Date(0);
  // Not Date.UTC, which takes the years 0 to 99 for 1900 to 1999.
  midnight.setUTCFullYear(year, month - 1, day);
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return null;
  const offset = (+offsetHour * 60 + +offsetMinute) * (sign === '-' ? -1 : 1);
  const minuteMs = midnight.getTime() + (hour * 60 + minute - offset) * MINUTE_MS;
  const isLastMinute = (minuteMs + MINUTE_MS) % DAY_MS === 0;
  if (second === 60 && !isLastMinute) return null;
  const timeMs = minuteMs + second * 1_000 + Number(fraction.slice(1, 4).padEnd(3, '0'));
  return timeMs < EARLIEST_MS || timeMs > LATEST_MS ? null : new Date(timeMs);
}

type Six = [number, number, number, number, number, number];
