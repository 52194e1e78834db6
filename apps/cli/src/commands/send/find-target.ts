import {
  REFERENCE_KEYS,
  type LookUpFailure,
  type LookUpFailureKind,
  type TargetChoice,
  type TargetReference,
  type TargetResolution,
} from '@result-links/contracts';
import type { Context } from '../../command.js';
import { CliError } from '../../errors.js';
import type { ExitName } from '../../exit-codes.js';
import type { Destination } from '../../settings/destination.js';

/** What was found, and what is known of it. */
export interface FoundTarget {
  type: 'candidate' | 'application';
  id: string;
  /** Absent when a Kombo id was taken as it is. */
  choice?: TargetChoice;
}

const EXIT_BY_FAILURE: Readonly<Record<LookUpFailureKind, ExitName>> = {
  throttled: 'later',
  unavailable: 'later',
  integration_broken: 'broken',
  account_broken: 'broken',
  rejected: 'rejected',
  too_many: 'usage',
  aborted: 'interrupted',
};

/**
 * Looks a reference up where the result link is going to be sent.
 *
 * @throws CliError unless exactly one target is found; nothing has been sent then
 */
export async function findTarget(
  reference: TargetReference,
  destination: Destination,
  timeoutMs: number | undefined,
  context: Context,
): Promise<FoundTarget> {
  const resolution =
    destination.via === 'kombo'
      ? await (
          await import('./resolve-via-kombo.js')
        ).resolveViaKombo(reference, destination, timeoutMs, context)
      : await (
          await import('./resolve-via-api.js')
        ).resolveViaApi(reference, destination, timeoutMs, context);
  const { target, choices } = resolution;
  if (resolution.status !== 'resolved' || target === null) {
    throw explain(resolution, reference);
  }
  const [choice] = choices;
  return { type: target.type, id: target.id, ...(choice && { choice }) };
}

/** Why there is nothing to write to. */
function explain(resolution: TargetResolution, reference: TargetReference): CliError {
  const { status, message, failure, choices } = resolution;
  const key = REFERENCE_KEYS.find((name) => reference[name] !== undefined) ?? 'reference';
  if (failure !== null) {
    return explainFailure(failure, key);
  }
  const hint =
    status === 'ambiguous'
      ? 'Nothing was sent. Choose with --job or --prefer, or name the one you mean with --application\n' +
        'or --candidate.'
      : 'Nothing was sent. Look for them with: result-links find candidates --help';
  return new CliError('usage', `${capital(message)}.`, {
    reason: `target_${status}`,
    hint,
    ...(choices.length > 0 && { choices }),
  });
}

function explainFailure({ kind, message, ...more }: LookUpFailure, key: string): CliError {
  const exit = more.code === 'PLATFORM.INTEGRATION_NOT_FOUND' ? 'usage' : EXIT_BY_FAILURE[kind];
  return new CliError(exit, `The ${key} could not be looked up: ${message}`, {
    reason: `look_up_${kind}`,
    kombo: { code: more.code, title: null, logUrl: more.log_url },
    hint: `Nothing was sent.${more.advice === null ? '' : ` ${more.advice}`}`,
  });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
