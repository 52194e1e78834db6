import type { FieldError } from '../kombo/responses.dto.js';
import { joinPath, ROOT_PATH } from './field-errors.js';

/**
 * Keys no JSON object may have here. Code that copies objects (class-transformer among it) drops them
 * silently or writes to a prototype; both would forward something else than what was accepted.
 */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Whether no object may have this key. */
export function isForbiddenKey(key: string): boolean {
  return FORBIDDEN_KEYS.has(key);
}

/**
 * Walks any value without recursion and reports forbidden keys and excessive depth.
 * A circular structure counts as too deep.
 */
export function findHazards(input: object, maxDepth: number): FieldError[] {
  const errors: FieldError[] = [];
  const stack: { node: object; path: string; depth: number }[] = [
    { node: input, path: ROOT_PATH, depth: 0 },
  ];
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const { node, path, depth } = item;
    if (depth > maxDepth) {
      errors.push({
        path,
        code: 'tooDeep',
        message: `the request may nest at most ${maxDepth} levels`,
      });
      return errors;
    }
    for (const key of Object.keys(node)) {
      const keyPath = joinPath(path, key, Array.isArray(node));
      if (isForbiddenKey(key)) {
        errors.push({
          path: keyPath,
          code: 'forbiddenKey',
          message: `${key} is not allowed as a key`,
        });
        continue;
      }
      const child = (node as Record<string, unknown>)[key];
      if (typeof child === 'object' && child !== null) {
        stack.push({ node: child, path: keyPath, depth: depth + 1 });
      }
    }
  }
  return errors;
}

/** A copy without forbidden keys. Only for values that are known not to nest too deep. */
export function withoutForbiddenKeys<T>(value: T): T {
  if (Array.isArray(value)) {
    return value.map((item: unknown) => withoutForbiddenKeys(item)) as T;
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).filter(([key]) => !isForbiddenKey(key));
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutForbiddenKeys(item)])) as T;
}
