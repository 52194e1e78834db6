/**
 * A time as every command shows it to people, in UTC: `2026-11-23 10:00:00Z`. `--since` and `--until` take it.
 *
 * @param iso ISO 8601 with its zone; anything else is shown as it is
 */
export function shortTime(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.valueOf())
    ? iso
    : `${time.toISOString().slice(0, 19).replace('T', ' ')}Z`;
}
