import type { ValidationError } from 'class-validator';
import type { FieldError } from '../kombo/responses.dto.js';

/** Path of the request as a whole. */
export const ROOT_PATH = '';

/**
 * Rules about the type of a value, the most telling first. When one of them is broken, the other
 * rules of that field say nothing new (a number is not "shorter than 4096 characters" either).
 */
const TYPE_RULES = ['isArray', 'isObject', 'isString', 'isBoolean', 'nestedValidation'];

/** `request_body.details` + `attributes` → `request_body.details.attributes`; + `3` of an array → `…[3]`. */
export function joinPath(parent: string, key: string, isIndex: boolean): string {
  if (isIndex) {
    return `${parent}[${key}]`;
  }
  return parent === ROOT_PATH ? key : `${parent}.${key}`;
}

/** class-validator's tree of errors as a flat list, one entry per broken rule. */
export function flattenErrors(errors: ValidationError[], parent = ROOT_PATH): FieldError[] {
  return errors.flatMap((error) => {
    const path = joinPath(parent, error.property, Array.isArray(error.target));
    return [...ownErrors(error, path), ...flattenErrors(error.children ?? [], path)];
  });
}

function ownErrors(error: ValidationError, path: string): FieldError[] {
  const constraints = error.constraints ?? {};
  if (error.value === undefined && Object.keys(constraints).length > 0) {
    return [{ path, code: 'required', message: `${error.property} is required` }];
  }
  const typeRule = TYPE_RULES.find((rule) => rule in constraints);
  if (typeRule === undefined) {
    return Object.entries(constraints).map(([code, message]) => ({ path, code, message }));
  }
  if (typeRule === 'isObject' && Array.isArray(error.value)) {
    return elementErrors(error.value, path);
  }
  return [{ path, code: typeRule, message: constraints[typeRule] ?? '' }];
}

/** class-validator reports "each value in …" at the array; the caller wants to know which one. */
function elementErrors(elements: unknown[], path: string): FieldError[] {
  const isPlain = (value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  const wrong = [...elements.keys()].filter((index) => !isPlain(elements[index]));
  if (wrong.length === 0) {
    return [{ path, code: 'isObject', message: 'must be an object, not an array' }];
  }
  return wrong.map((index) => ({
    path: joinPath(path, String(index), true),
    code: 'isObject',
    message: `element ${index} must be an object`,
  }));
}
