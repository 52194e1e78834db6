import type { ClassConstructor } from 'class-transformer';
import { surelyValid } from '#surely-valid';
import { ROOT_PATH } from './field-errors.js';
import { validateThoroughly } from './thorough.js';
import type { ValidationResult } from './validation-result.js';

export type { ValidationResult } from './validation-result.js';

/**
 * Validates `input` against a DTO class of this package (or a subclass of yours).
 *
 * Beyond class-validator's rules: unknown keys are errors (except in classes marked as open, such as
 * `remote_fields`), keys that could pollute a prototype are errors everywhere, and an array in place
 * of an object is an error.
 *
 * Valid input takes a compiled short cut; what it cannot answer goes through class-validator itself.
 * Both give the same values, and errors come from class-validator only.
 *
 * @param dto the class
 * @param input parsed JSON; it is not changed
 * @returns the instance, or *every* broken rule with its dotted path
 */
export function validateDto<T extends object>(
  dto: ClassConstructor<T>,
  input: unknown,
): ValidationResult<T> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return {
      ok: false,
      errors: [{ path: ROOT_PATH, code: 'isObject', message: 'the request must be an object' }],
    };
  }
  const value = surelyValid(dto, input);
  return value === undefined ? validateThoroughly(dto, input) : { ok: true, value };
}
