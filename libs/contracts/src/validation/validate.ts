import { plainToInstance, type ClassConstructor } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { FieldError } from '../kombo/responses.dto.js';
import { LIMITS } from '../result-links/limits.js';
import { findHazards } from './hazards.js';
import { flattenErrors, isTypeError, ROOT_PATH } from './field-errors.js';
import { findUnknownKeys, keepUnknownKeys } from './keys.js';

/** What a validation comes to. `value` is an instance of the class, with its fields in the order of the contract. */
export type ValidationResult<T> = { ok: true; value: T } | { ok: false; errors: FieldError[] };

/**
 * Validates `input` against a DTO class of this package (or a subclass of yours).
 *
 * Beyond class-validator's rules: unknown keys are errors (except in classes marked as open, such as
 * `remote_fields`), keys that could pollute a prototype are errors everywhere, and an array in place
 * of an object is an error.
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
  const hazards = findHazards(input, LIMITS.depth);
  if (hazards.some((hazard) => hazard.code === 'tooDeep')) {
    // What nests this deep (or in a circle) must not reach recursive code.
    return { ok: false, errors: hazards };
  }
  const value = plainToInstance(dto, input);
  const broken = flattenErrors(validateSync(value, { forbidUnknownValues: true }));
  const mistyped = broken.filter(isTypeError).map((error) => `${error.path}.`);
  const unknown = findUnknownKeys(input, value).filter(
    (error) => !mistyped.some((path) => error.path.startsWith(path)),
  );
  const errors = [...broken, ...unknown, ...hazards];
  if (errors.length > 0) {
    return { ok: false, errors };
  }
  keepUnknownKeys(input, value);
  return { ok: true, value };
}
