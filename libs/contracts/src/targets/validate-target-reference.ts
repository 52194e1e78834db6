import type { FieldError } from '../kombo/responses.dto.js';
import { validateDto, type ValidationResult } from '../validation/validate.js';
import { TargetReference } from './target-reference.dto.js';

/** The ways to say whom a result link is for; a reference uses exactly one of them. */
export const REFERENCE_KEYS = ['candidate_id', 'application_id', 'remote_id', 'email'] as const;

/** One of {@link REFERENCE_KEYS}. */
export type ReferenceKey = (typeof REFERENCE_KEYS)[number];

/** The one key that a valid reference uses. */
export function referenceKeyOf(reference: TargetReference): ReferenceKey {
  return REFERENCE_KEYS.find((key) => reference[key] !== undefined) as ReferenceKey;
}

/** Validates a reference: every field by itself, and that they make sense together. */
export function validateTargetReference(input: unknown): ValidationResult<TargetReference> {
  const result = validateDto(TargetReference, input);
  if (!result.ok) {
    return result;
  }
  const errors = contradictionsIn(result.value);
  return errors.length === 0 ? result : { ok: false, errors };
}

/**
 * What is wrong with a reference whose fields are each right. Its paths are fields of the reference,
 * or empty for the reference as a whole.
 */
export function contradictionsIn(reference: TargetReference): FieldError[] {
  const used = REFERENCE_KEYS.filter((key) => reference[key] !== undefined);
  const errors: FieldError[] = [];
  if (used.length !== 1) {
    const found = used.length === 0 ? 'there is none' : `there are ${used.join(' and ')}`;
    const message = `give exactly one of ${REFERENCE_KEYS.join(', ')}; ${found}`;
    errors.push({ path: '', code: 'exactlyOne', message });
  }
  if (reference.remote_id_of !== undefined && reference.remote_id === undefined) {
    const message = 'remote_id_of says what remote_id is the id of; there is no remote_id';
    errors.push({ path: 'remote_id_of', code: 'contradiction', message });
  }
  if (reference.target_type === 'candidate' && reference.prefer !== undefined) {
    const message = 'prefer chooses among applications; with target_type candidate there are none';
    errors.push({ path: 'prefer', code: 'contradiction', message });
  }
  return errors;
}
