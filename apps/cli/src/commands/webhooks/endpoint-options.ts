import { WEBHOOK_EVENT_NAMES } from './event-names.js';
import type { OptionSpec } from '../../command.js';

/** What the flags that describe an endpoint become. */
export interface EndpointOptions {
  url?: string;
  event?: string[];
}

/** `--url` and `--event`. */
export const ENDPOINT_OPTIONS: readonly OptionSpec[] = [
  { flags: '--url <url>', description: 'where to; https://, reachable from the internet' },
  {
    flags: '--event <type>',
    description: 'what to tell; may be repeated (default: everything)',
    choices: WEBHOOK_EVENT_NAMES,
    isRepeatable: true,
  },
];

/** The one argument of commands about an endpoint. */
export const ENDPOINT_ARGUMENT = {
  name: 'id',
  description: 'id of the endpoint, as webhooks list shows it',
  isRequired: true,
} as const;
