import { getMetadataStorage } from 'class-validator';
import type { FieldError } from '../kombo/responses.dto.js';
import { joinPath, ROOT_PATH } from './field-errors.js';
import { isOpenObject } from './open-object.js';

const knownKeysOf = new WeakMap<object, ReadonlySet<string>>();

/** The keys that carry at least one validation rule, inherited ones included. */
function knownKeys(dto: new () => object): ReadonlySet<string> {
  let keys = knownKeysOf.get(dto);
  if (keys === undefined) {
    const rules = getMetadataStorage().getTargetValidationMetadatas(dto, '', true, false);
    keys = new Set(rules.map((rule) => rule.propertyName));
    knownKeysOf.set(dto, keys);
  }
  return keys;
}

/**
 * Reports the keys of `plain` that its DTO does not know, at every level.
 *
 * class-validator's `forbidNonWhitelisted` is not used: it cannot spare single classes
 * (`remote_fields` must stay open) and overlooks keys like `hasOwnProperty`.
 *
 * @param plain what came in
 * @param instance what class-transformer made of it: says which class belongs where
 */
export function findUnknownKeys(plain: unknown, instance: unknown, path = ROOT_PATH): FieldError[] {
  if (Array.isArray(plain) && Array.isArray(instance)) {
    return plain.flatMap((item, index) =>
      findUnknownKeys(item, instance[index], joinPath(path, String(index), true)),
    );
  }
  if (!isObject(plain) || !isObject(instance) || instance.constructor === Object) {
    return [];
  }
  const dto = instance.constructor as new () => object;
  const known = knownKeys(dto);
  return Object.keys(plain).flatMap((key) => {
    const keyPath = joinPath(path, key, false);
    if (known.has(key)) {
      return findUnknownKeys(plain[key], instance[key], keyPath);
    }
    if (isOpenObject(dto) || key === '__proto__' || key === 'constructor' || key === 'prototype') {
      return []; // kept, or already reported as a forbidden key
    }
    return [{ path: keyPath, code: 'unknownKey', message: unknownKeyMessage(key, known) }];
  });
}

function unknownKeyMessage(key: string, known: ReadonlySet<string>): string {
  const shown = key.length > 60 ? `${key.slice(0, 60)}…` : key;
  return `${shown} is not a known field; known here are ${[...known].join(', ')}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
