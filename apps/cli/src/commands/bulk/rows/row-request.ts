import {
  PostAtsCandidatesCandidateIDResultLinksRequest,
  validateDeliverable,
  validateTargetReference,
  type FieldError,
  type PostAtsCandidatesCandidateIDResultLinksRequestBody as ResultLinkBody,
  type TargetPreference,
  type TargetReference,
} from '@result-links/contracts';
import type { RowProblem } from './source-row.js';

/** Fields of a row that say whom the result link is for; those of the contract's `TargetReference`. */
export const REFERENCE_FIELDS = [
  'application_id',
  'candidate_id',
  'remote_id',
  'remote_id_of',
  'email',
  'job',
  'target_type',
] as const;

/** One of {@link REFERENCE_FIELDS}. */
export type ReferenceField = (typeof REFERENCE_FIELDS)[number];

/** A row that can be sent as soon as its target is known by Kombo's id. */
export interface RowRequest {
  reference: TargetReference;
  body: ResultLinkBody;
}

/** A row before any rule was applied to it. */
export interface RowDraft {
  /** As in the contract: `x_integration_id` and `request_body`, and whatever else was there. */
  request: Record<string, unknown>;
  reference: Partial<Record<ReferenceField, unknown>>;
}

/** What checking a row comes to. */
export type CheckedRow = { ok: true; request: RowRequest } | { ok: false; problems: RowProblem[] };

/**
 * Applies the rules of the contract: those of a request, and those of a reference to its target. Every
 * broken one is told.
 *
 * @param prefer rule that chooses among several applications, where the row allows one
 */
export function checkDraft(
  { request, reference }: RowDraft,
  prefer?: TargetPreference,
): CheckedRow {
  // An id that is right in place of the target: the rules for the rest are the same for all of them.
  const link = validateDeliverable(PostAtsCandidatesCandidateIDResultLinksRequest, {
    ...request,
    candidate_id: 'any',
  });
  const mayPrefer = prefer !== undefined && reference.target_type !== 'candidate';
  const target = validateTargetReference({
    ...reference,
    // Its own rules have been applied above; said once is enough.
    x_integration_id: link.ok ? link.value.x_integration_id : 'any',
    ...(mayPrefer ? { prefer } : {}),
  });
  if (link.ok && target.ok) {
    return { ok: true, request: { reference: target.value, body: link.value.request_body } };
  }
  const errors = [...(target.ok ? [] : target.errors), ...(link.ok ? [] : link.errors)];
  return { ok: false, problems: errors.map(toProblem) };
}

/** Whether Kombo's id of the target is still to be found. */
export function needsLookUp({ reference }: RowRequest): boolean {
  const { candidate_id, application_id, job, target_type } = reference;
  return !(
    job === undefined &&
    ((candidate_id !== undefined && target_type !== 'application') ||
      (application_id !== undefined && target_type !== 'candidate'))
  );
}

function toProblem({ path, code, message }: FieldError): RowProblem {
  return { column: path, code, message };
}
