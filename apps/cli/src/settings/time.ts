import { parseTime } from '@result-links/contracts/time';
import type { OptionSpec } from '../command.js';
import { usageError } from '../errors.js';

const DURATION = /^(\d{1,6})(s|m|h|d|w)$/;
const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * A flag whose value is a time in the past: how long ago, or as {@link readTime} takes it. Handlers get it in RFC 3339.
 *
 * @param flag e.g. `--since`
 * @param description what the time means
 */
export function pastTimeOption(flag: string, description: string): OptionSpec {
  const forms = '2h or 3d ago, 2026-11-23, 2026-11-23T10:00:00Z';
  return timeOption(flag, `${description} (${forms})`, -1);
}

/** The same for a time in the future: in how long, or as {@link readTime} takes it. */
export function futureTimeOption(flag: string, description: string): OptionSpec {
  const forms = 'in 12h or 90d, 2027-11-23, 2027-11-23T10:00:00Z';
  return timeOption(flag, `${description} (${forms})`, 1);
}

function timeOption(flag: string, description: string, direction: Direction): OptionSpec {
  return {
    flags: `${flag} <time>`,
    description,
    parse: (text) => readTime(flag, text, direction, Date.now()),
  };
}

type Direction = -1 | 1;

/**
 * Reads how far from now a time is (`30s`, `15m`, `2h`, `3d`, `1w`), an RFC 3339 time as the API takes it, also with a
 * space for its `T` as commands print it, or a date alone, which is its midnight in UTC.
 *
 * @param flag for the message
 * @param direction of the duration from now: -1 into the past, 1 into the future
 * @returns RFC 3339 in UTC
 * @throws CliError for anything else
 */
export function readTime(flag: string, text: string, direction: Direction, nowMs: number): string {
  const [, amount, unit] = DURATION.exec(text) ?? [];
  const time =
    amount === undefined
      ? parseTime(DATE.test(text) ? `${text}T00:00:00Z` : text.replace(' ', 'T'))
      : new Date(nowMs + direction * Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS]);
  // A million weeks from now has no RFC 3339 form.
  if (time === null || parseTime(time.toISOString()) === null) {
    const duration = direction === -1 ? 'a duration before now' : 'a duration from now';
    throw usageError(
      'time_invalid',
      `${flag} must be a time with its zone, a date, or ${duration}.`,
      {
        hint: 'For example 2h, 3d, 2026-11-23 (its midnight in UTC) or 2026-11-23T10:00:00Z.',
      },
    );
  }
  return time.toISOString();
}
