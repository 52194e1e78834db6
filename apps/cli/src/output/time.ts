import { parseTime } from '@result-links/contracts/time';

/**
 * A time as every command shows it to people, in UTC: `2026-11-23 10:00:00Z`. `--since` and `--until` take it.
 *
 * @param iso RFC 3339; anything else is shown as it is
 */
export function shortTime(iso: string): string {
  const time = parseTime(iso);
  return time === null ? iso : `${time.toISOString().slice(0, 19).replace('T', ' ')}Z`;
}
