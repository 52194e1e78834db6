import type { OptionSpec } from '../../command.js';
import { KOMBO_OPTIONS, timeoutOption } from '../../settings/connection-options.js';
import { DEFAULT_LIMIT, limitOption } from '../../settings/limit.js';

/** What the flags that both commands have become. */
export interface FindOptions {
  integration?: string;
  id?: string[];
  remoteId?: string[];
  email?: string;
  name?: string;
  firstName?: string;
  lastName?: string;
  job?: string;
  includeDeleted?: boolean;
  limit?: number;
  all?: boolean;
  region?: string;
  baseUrl?: string;
  /** Milliseconds. */
  timeout?: number;
}

/** Where to look. */
export const INTEGRATION_OPTION: OptionSpec = {
  flags: '--integration <id>',
  description: 'integration to look in, e.g. workday:HWUTwvyx2wLoSUHphiWVrp28',
};

/** Whom to look for. */
export const PERSON_OPTIONS: readonly OptionSpec[] = [
  { flags: '--email <address>', description: 'with this email address, in upper or lower case' },
  {
    flags: '--name <name>',
    description: 'with this first name, last name, or both ("Ada Lovelace"); whole names only',
  },
  { flags: '--first-name <name>', description: 'with this first name' },
  { flags: '--last-name <name>', description: 'with this last name' },
];

/** For which job, how many, and which Kombo to ask. */
export const LIST_OPTIONS: readonly OptionSpec[] = [
  { flags: '--job <id>', description: "who applied to this job: its Kombo id or the ATS's own" },
  { flags: '--include-deleted', description: 'also what is gone from the ATS' },
  limitOption(`at most so many (default: ${DEFAULT_LIMIT})`),
  { flags: '--all', description: 'all that match' },
  ...KOMBO_OPTIONS,
  timeoutOption('longest time to wait for each answer (default: 30)'),
];
