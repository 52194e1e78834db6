import { validateTargetReference, type TargetReference } from '@result-links/contracts';
import type { BrokenField } from '../../errors.js';
import type { SendOptions } from './options.js';
import type { RequestDraft } from './input-file.js';

/** The flag that sets a field of a reference. */
const FLAG_BY_FIELD: Readonly<Record<string, string>> = {
  '': '--candidate, --application, --email or --remote-id',
  candidate_id: '--candidate',
  application_id: '--application',
  email: '--email',
  remote_id: '--remote-id',
  remote_id_of: '--remote-id-of',
  job: '--job',
  target_type: '--target-type',
  prefer: '--prefer',
};

/** A target that has to be looked up first. */
export interface Sought {
  reference: TargetReference;
  /** What is wrong with it; its integration is checked with the request. */
  broken: BrokenField[];
}

/**
 * What the flags say about a target that is not known by its Kombo id, or not by that alone. Ids in the
 * draft count unless a flag names somebody.
 */
export function readReference(options: SendOptions, draft: RequestDraft): Sought {
  const { candidate, application, email, remoteId, remoteIdOf, job, targetType, prefer } = options;
  const isNamed = [candidate, application, email, remoteId].some((flag) => flag !== undefined);
  const given = {
    x_integration_id: options.integration ?? draft['x_integration_id'],
    candidate_id: isNamed ? candidate : draft['candidate_id'],
    application_id: isNamed ? application : draft['application_id'],
    ...{ email, remote_id: remoteId, remote_id_of: remoteIdOf },
    ...{ job, target_type: targetType, prefer },
  };
  const reference = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  );
  const result = validateTargetReference(reference);
  const errors = result.ok ? [] : result.errors;
  const broken = errors
    .filter(({ path }) => path !== 'x_integration_id')
    .map((error) => ({ ...error, flag: FLAG_BY_FIELD[error.path] ?? '' }));
  return { reference: reference as unknown as TargetReference, broken };
}
