import { LIMITS } from '../../result-links/limits.js';
import { isForbiddenKey } from '../hazards.js';
import { isOpenObject } from '../open-object.js';
import type { ObjectPlan, PropertyPlan } from './plan.js';
import { typeOf } from './transformer-registrations.js';

type Fields = Record<string, unknown>;

/**
 * Builds the instance of a plan's class and checks it, in one pass.
 *
 * @param depth how deep `plain` lies in the request; counts as `findHazards` does
 * @returns the instance, or `undefined` when the input is not *surely* valid
 */
export function buildInstance(plan: ObjectPlan, plain: unknown, depth: number): object | undefined {
  if (!isPlainObject(plain) || depth > LIMITS.depth) {
    return undefined;
  }
  const instance = new plan.dto() as Fields;
  for (const key of Object.keys(plain)) {
    const property = plan.byName.get(key);
    const isTaken =
      property === undefined
        ? keepUnknown(plan, instance, key, plain[key], depth)
        : takeKnown(plan, property, instance, plain, depth);
    if (!isTaken) {
      return undefined;
    }
  }
  for (const property of plan.properties) {
    if (!isSatisfied(property, instance, plain)) {
      return undefined;
    }
  }
  return instance;
}

/** Unknown keys of open classes come along untouched, unless class-transformer would trip over them. */
function keepUnknown(
  plan: ObjectPlan,
  instance: Fields,
  key: string,
  value: unknown,
  depth: number,
): boolean {
  if (!isOpenObject(plan.dto) || isForbiddenKey(key) || key in instance) {
    return false;
  }
  instance[key] = value;
  return isHarmless(value, depth + 1);
}

function takeKnown(
  plan: ObjectPlan,
  property: PropertyPlan,
  instance: Fields,
  plain: Fields,
  depth: number,
): boolean {
  const { name, nested } = property;
  const value = plain[name];
  // A field whose default is a function is left alone by class-transformer.
  if (typeof instance[name] === 'function') {
    return false;
  }
  if (typeof value !== 'object' || value === null) {
    instance[name] = value;
    return true;
  }
  // Objects without a class are copied by class-transformer in ways of its own.
  if (nested === undefined) {
    return false;
  }
  // The type may depend on the object, or have been replaced since.
  const type = typeOf(plan.dto, name)?.typeFunction;
  if (type?.({ newObject: instance, object: plain, property: name }) !== nested.dto) {
    return false;
  }
  const built = Array.isArray(value)
    ? buildElements(nested, value, depth + 1)
    : buildInstance(nested, value, depth + 1);
  instance[name] = built;
  return built !== undefined;
}

function buildElements(plan: ObjectPlan, plain: unknown[], depth: number): object[] | undefined {
  if (!isPlainArray(plain) || depth > LIMITS.depth) {
    return undefined;
  }
  const instances: object[] = [];
  for (const element of plain) {
    const instance = buildInstance(plan, element, depth + 1);
    if (instance === undefined) {
      return undefined;
    }
    instances.push(instance);
  }
  return instances;
}

function isSatisfied(property: PropertyPlan, instance: Fields, plain: Fields): boolean {
  const { name, conditions, checks, nested } = property;
  const value = instance[name];
  for (const condition of conditions) {
    if (!condition(instance, value)) {
      return true;
    }
  }
  if (nested !== undefined && value !== undefined) {
    // What is no object breaks the rule; a default of the class itself was not looked at here.
    if (typeof value !== 'object' || value === null || !Object.hasOwn(plain, name)) {
      return false;
    }
  }
  for (const check of checks) {
    if (!check.passes(instance, value)) {
      return false;
    }
  }
  return true;
}

/** Whether a value nobody has rules for is plain JSON without forbidden keys and not too deep. */
function isHarmless(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) {
    return typeof value !== 'function';
  }
  if (depth > LIMITS.depth) {
    return false;
  }
  if (Array.isArray(value)) {
    return isPlainArray(value) && value.every((element) => isHarmless(element, depth + 1));
  }
  return (
    isPlainObject(value) &&
    Object.keys(value).every((key) => !isForbiddenKey(key) && isHarmless(value[key], depth + 1))
  );
}

function isPlainObject(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Without gaps and without keys of its own beside the elements. */
function isPlainArray(value: unknown[]): boolean {
  const { length } = value;
  const keys = Object.keys(value);
  // Indices come first: were there a gap and another key in its stead, that key would be the last.
  const isDense = keys.length === length && (length === 0 || keys[length - 1] === `${length - 1}`);
  return isDense && Object.getPrototypeOf(value) === Array.prototype;
}
