import type { FieldError } from '../kombo/responses.dto.js';
import { lineage, RegistrationWatch, ruleCounters, rulesOf } from './compiled/registrations.js';
import { joinPath, ROOT_PATH } from './field-errors.js';
import { isForbiddenKey } from './hazards.js';
import { isOpenObject } from './open-object.js';

const knownKeysOf = new WeakMap<object, { keys: ReadonlySet<string>; watch: RegistrationWatch }>();

/** The keys that carry at least one validation rule, inherited ones included. */
function knownKeys(dto: new () => object): ReadonlySet<string> {
  let known = knownKeysOf.get(dto);
  if (known === undefined || known.watch.isStale()) {
    const keys = new Set(rulesOf(dto).map((rule) => rule.propertyName));
    known = { keys, watch: new RegistrationWatch(ruleCounters(lineage(dto))) };
    knownKeysOf.set(dto, known);
  }
  return known.keys;
}

/** A pair of what came in and what class-transformer made of it, with its class. */
interface Pair {
  plain: Record<string, unknown>;
  instance: Record<string, unknown>;
  dto: new () => object;
  path: string;
}

/** Every object for which the contract has a class, in the order of the input. */
function* pairs(plain: unknown, instance: unknown, path = ROOT_PATH): Generator<Pair> {
  if (Array.isArray(plain) && Array.isArray(instance)) {
    for (const [index, item] of plain.entries()) {
      yield* pairs(item, instance[index], joinPath(path, String(index), true));
    }
  } else if (isObject(plain) && isObject(instance) && instance.constructor !== Object) {
    const dto = instance.constructor as new () => object;
    yield { plain, instance, dto, path };
    for (const key of Object.keys(plain)) {
      if (knownKeys(dto).has(key)) {
        yield* pairs(plain[key], instance[key], joinPath(path, key, false));
      }
    }
  }
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
export function findUnknownKeys(plain: unknown, instance: unknown): FieldError[] {
  return [...pairs(plain, instance)]
    .filter(({ dto }) => !isOpenObject(dto))
    .flatMap(({ plain, dto, path }) =>
      Object.keys(plain)
        .filter((key) => !knownKeys(dto).has(key) && !isForbiddenKey(key))
        .map((key) => ({
          path: joinPath(path, key, false),
          code: 'unknownKey',
          message: unknownKeyMessage(key, knownKeys(dto)),
        })),
    );
}

/**
 * Puts the unknown keys of open classes into the instance as they came in: class-transformer copies
 * them, but leaves out keys such as `hasOwnProperty`.
 */
export function keepUnknownKeys(plain: unknown, instance: unknown): void {
  for (const pair of pairs(plain, instance)) {
    for (const key of Object.keys(pair.plain)) {
      if (!knownKeys(pair.dto).has(key)) {
        pair.instance[key] = pair.plain[key];
      }
    }
  }
}

function unknownKeyMessage(key: string, known: ReadonlySet<string>): string {
  const shown = key.length > 60 ? `${key.slice(0, 60)}…` : key;
  return `${shown} is not a known field; known here are ${[...known].join(', ')}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
