import { plainToInstance, type ClassConstructor } from 'class-transformer';
import { Validator } from '#class-validator';
import { LIMITS } from '../result-links/limits.js';
import { findHazards, withoutForbiddenKeys } from './hazards.js';
import { flattenErrors, isTypeError } from './field-errors.js';
import { findUnknownKeys, keepUnknownKeys } from './keys.js';
import type { ValidationResult } from './validation-result.js';

const validator = new Validator();

/**
 * Validates by class-transformer and class-validator themselves, with our checks around them: the
 * measure of what is valid, and the only source of errors.
 *
 * @param input parsed JSON; it is not changed
 */
export function validateThoroughly<T extends object>(
  dto: ClassConstructor<T>,
  input: object,
): ValidationResult<T> {
  const hazards = findHazards(input, LIMITS.depth);
  if (hazards.some((hazard) => hazard.code === 'tooDeep')) {
    // What nests this deep (or in a circle) must not reach recursive code.
    return { ok: false, errors: hazards };
  }
  // class-transformer calls what it finds under `constructor`, so it never gets to see such a key.
  const value = plainToInstance(dto, hazards.length === 0 ? input : withoutForbiddenKeys(input));
  const broken = flattenErrors(validator.validateSync(value, { forbidUnknownValues: true }));
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
