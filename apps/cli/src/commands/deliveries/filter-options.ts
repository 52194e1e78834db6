import type { DeliveryFilter, DeliveryStateName } from '@result-links/contracts';
import type { OptionSpec } from '../../command.js';
import { usageError } from '../../errors.js';
import { pastTimeOption } from '../../settings/time.js';

/**
 * The states of a delivery, as the contract has them. Written out: importing the contract's list would
 * load its validation at every start of this program.
 */
export const STATES = [
  'queued',
  'delivering',
  'retrying',
  'parked',
  'unknown',
  'failed',
  'cancelled',
  'delivered',
] as const satisfies readonly DeliveryStateName[];

/** What the flags of {@link FILTER_OPTIONS} become. */
export interface FilterOptions {
  state?: DeliveryStateName[];
  integration?: string;
  candidate?: string;
  application?: string;
  errorCode?: string;
  /** RFC 3339 in UTC. */
  since?: string;
  /** RFC 3339 in UTC. */
  until?: string;
}

/** Which deliveries; all flags that are given must match. */
export const FILTER_OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--state <state>',
    description: 'in this state; may be repeated, then in one of them',
    choices: STATES,
    isRepeatable: true,
  },
  { flags: '--integration <id>', description: 'to this integration' },
  { flags: '--candidate <id>', description: 'to this candidate' },
  { flags: '--application <id>', description: 'to this application' },
  {
    flags: '--error-code <code>',
    description: 'whose last attempt ended with this code, e.g. REMOTE.INPUT_INVALID',
  },
  pastTimeOption('--since', 'accepted since then'),
  pastTimeOption('--until', 'accepted before then'),
];

/** @throws CliError when two flags contradict each other */
export function toFilter(options: FilterOptions): DeliveryFilter {
  const { state, integration, candidate, application, errorCode, since, until } = options;
  if (candidate !== undefined && application !== undefined) {
    throw usageError(
      'conflicting_flags',
      '--candidate and --application cannot be used together: a delivery goes to one of them.',
    );
  }
  return {
    ...(state === undefined ? {} : { state }),
    ...(integration === undefined ? {} : { integration_id: integration }),
    ...(candidate === undefined ? {} : { candidate_id: candidate }),
    ...(application === undefined ? {} : { application_id: application }),
    ...(errorCode === undefined ? {} : { error_code: errorCode }),
    ...(since === undefined ? {} : { accepted_after: since }),
    ...(until === undefined ? {} : { accepted_before: until }),
  };
}
