/**
 * The first difference between two values, or `undefined`. Stricter than `toEqual`: prototypes, the
 * order of keys, keys with the value `undefined` and symbols count.
 */
export function findDifference(a: unknown, b: unknown, path = '$'): string | undefined {
  if (Object.is(a, b)) {
    return undefined;
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return `${path}: ${String(a)} is not ${String(b)}`;
  }
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) {
    return `${path}: different prototypes`;
  }
  if (a instanceof Date || a instanceof RegExp || a instanceof String || a instanceof Boolean) {
    return findDifference(String(a), String(b), `${path} as text`);
  }
  const keys = Reflect.ownKeys(a);
  const others = Reflect.ownKeys(b);
  if (keys.length !== others.length || keys.some((key, index) => key !== others[index])) {
    return `${path}: keys ${keys.map(String).join()} are not ${others.map(String).join()}`;
  }
  for (const key of keys) {
    const difference = findDifference(
      (a as Record<PropertyKey, unknown>)[key],
      (b as Record<PropertyKey, unknown>)[key],
      `${path}.${String(key)}`,
    );
    if (difference !== undefined) {
      return difference;
    }
  }
  return undefined;
}
