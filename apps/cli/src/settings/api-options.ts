import type { OptionSpec } from '../command.js';
import { timeoutOption } from './connection-options.js';

/** What the flags of {@link API_OPTIONS} become. */
export interface ApiOptions {
  apiUrl?: string;
  /** Milliseconds. */
  timeout?: number;
}

/** Which result-links API to ask, for commands that only it can answer. */
export const API_OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--api-url <url>',
    description: 'address of the result-links API (default: RESULT_LINKS_API_URL, profile)',
  },
  timeoutOption('longest time to wait for each answer (default: 30)'),
];
