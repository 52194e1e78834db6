import { usageError } from '../errors.js';

const DURATION = /^(\d{1,6})(s|m|h|d|w)$/;
const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** With a zone, so that it means the same on the machine of the API. A date alone is its midnight in UTC. */
const ISO_TIME = /^(\d{4}-\d{2}-\d{2})([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/i;

/**
 * A point in time as a person writes it: how long ago (`30s`, `15m`, `2h`, `3d`, `1w`), or in ISO 8601
 * (`2026-11-23`, `2026-11-23T10:00Z`, `2026-11-23T10:00:00+01:00`).
 *
 * @param flag for the message
 * @returns ISO 8601 in UTC
 * @throws CliError for anything else, also a day that does not exist
 */
export function parseTime(flag: string, text: string, nowMs = Date.now()): string {
  const [, amount, unit] = DURATION.exec(text) ?? [];
  const timeMs =
    amount === undefined
      ? parseIso(text)
      : nowMs - Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS];
  if (!(timeMs >= 0)) {
    throw usageError('time_invalid', `${flag} must be a time or how long ago.`, {
      hint: 'For example 2h, 3d, 2026-11-23 or 2026-11-23T10:00:00Z (with its time zone).',
    });
  }
  return new Date(timeMs).toISOString();
}

function parseIso(text: string): number {
  const [, date = ''] = ISO_TIME.exec(text) ?? [];
  // JavaScript takes February 30 for March 2.
  const midnight = new Date(date);
  const exists = !Number.isNaN(midnight.valueOf()) && midnight.toISOString().startsWith(date);
  return date !== '' && exists ? Date.parse(text.replace(' ', 'T')) : Number.NaN;
}
