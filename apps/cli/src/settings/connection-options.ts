import type { OptionSpec } from '../command.js';
import { usageError } from '../errors.js';

/** Longest delay a timer of Node can have, in seconds. */
const MAX_SECONDS = 2_147_483;

/** Which Kombo to talk to. */
export const KOMBO_OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--region <region>',
    description: "Kombo's region (default: KOMBO_REGION, profile, eu)",
    choices: ['eu', 'us'],
  },
  {
    flags: '--base-url <url>',
    description:
      'another Kombo address with /v1, e.g. a sandbox (default: KOMBO_BASE_URL, profile)',
  },
];

/** @param description what happens by default */
export function timeoutOption(description: string): OptionSpec {
  return { flags: '--timeout <seconds>', description, parse: parseTimeout };
}

/** Seconds as a person writes them, to whole milliseconds. */
function parseTimeout(text: string): number {
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(seconds >= 0.001 && seconds <= MAX_SECONDS)) {
    throw usageError(
      'timeout_invalid',
      `--timeout must be a number of seconds from 0.001 to ${MAX_SECONDS}.`,
    );
  }
  return Math.round(seconds * 1000);
}
