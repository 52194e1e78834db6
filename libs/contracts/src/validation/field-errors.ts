import type { ValidationError } from 'class-validator';
import type { FieldError } from '../kombo/responses.dto.js';

/** Path of the request as a whole. */
export const ROOT_PATH = '';

/**
 * Rules about the type of a value, the most telling first. When one of them is broken, the other
 * rules of that field say nothing new (a number is not "shorter than 4096 characters" either).
 */
const TYPE_RULES = ['isArray', 'isObject', 'isString', 'isBoolean', 'isInt', 'nestedValidation'];

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
    const own = ownErrors(error, path);
    // What is no object (no array) at all has no fields to speak of.
    const mistyped = new Set(own.filter(isTypeError).map((ownError) => ownError.path));
    const children = mistyped.has(path) ? [] : flattenErrors(error.children ?? [], path);
    return [...own, ...children.filter((child) => !mistyped.has(child.path))];
  });
}

/** Whether the value has the wrong type, so that nothing else about it is worth saying. */
export function isTypeError(error: FieldError): boolean {
  return TYPE_RULES.includes(error.code);
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
  const message = constraints[typeRule] ?? '';
  if (Array.isArray(error.value) && message.startsWith('each value in')) {
    return elementErrors(error.value, path);
  }
  return [{ path, code: typeRule, message }];
}

/** class-validator reports "each value in …" at the array; the caller wants to know which one. */
function elementErrors(elements: unknown[], path: string): FieldError[] {
  const isPlain = (value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  const wrong = [...elements.keys()].filter((index) => !isPlain(elements[index]));
  return wrong.map((index) => ({
    path: joinPath(path, String(index), true),
    code: 'isObject',
    message: `element ${index} must be an object`,
  }));
}
