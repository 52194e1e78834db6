import type { OptionSpec } from '../command.js';
import { numberParser } from './number.js';

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

const parseSeconds = numberParser('--timeout', {
  min: 0.001,
  max: MAX_SECONDS,
  unit: 'seconds',
  isFractional: true,
});

/** In milliseconds. @param description what happens by default */
export function timeoutOption(description: string): OptionSpec {
  return {
    flags: '--timeout <seconds>',
    description,
    parse: (text) => Math.round(parseSeconds(text) * 1_000),
  };
}
