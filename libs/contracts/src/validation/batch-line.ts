import { ApplicationBatchLine, CandidateBatchLine } from '../deliveries/batch.dto.js';
import { validateDeliverable, type Deliverable } from './result-link-requests.js';
import { validateDto } from './validate.js';
import type { ValidationResult } from './validation-result.js';

/** A line of a batch that can be delivered: its target is the id it has. */
export type BatchLine = Deliverable<CandidateBatchLine> | Deliverable<ApplicationBatchLine>;

/**
 * Validates one line of a batch (parsed JSON): a contract request, which may have an `idempotency_key`
 * of its own. It is for an application when it has an `application_id`, else for a candidate; one with
 * both or none of the two ids is refused. Errors have the same paths as those of the single requests.
 */
export function validateBatchLine(input: unknown): ValidationResult<BatchLine> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return validateDto(CandidateBatchLine, input) as ValidationResult<BatchLine>;
  }
  const { candidate_id, application_id, ...rest } = input as Record<string, unknown>;
  if (candidate_id !== undefined && application_id !== undefined) {
    return badTarget(rest, 'oneTarget', 'give candidate_id or application_id, not both');
  }
  if (application_id !== undefined) return validateDeliverable(ApplicationBatchLine, input);
  if (candidate_id !== undefined) return validateDeliverable(CandidateBatchLine, input);
  return badTarget(rest, 'required', 'candidate_id is missing, and there is no application_id');
}

/** Whatever else is wrong is told too, so that one correction is enough. */
function badTarget(rest: object, code: string, message: string): ValidationResult<BatchLine> {
  const others = validateDeliverable(CandidateBatchLine, { ...rest, candidate_id: 'any' });
  return {
    ok: false,
    errors: [{ path: 'candidate_id', code, message }, ...(others.ok ? [] : others.errors)],
  };
}
