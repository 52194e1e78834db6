/** The part of JSON Schema that the routes here need. Keys it does not name are let through. */
export type Shape =
  | { type: 'string'; format?: 'uri'; oneOf?: readonly string[]; nullable?: boolean }
  | { type: 'boolean' }
  | { type: 'array'; items: Shape }
  | { type: 'object'; required?: readonly string[]; properties: Readonly<Record<string, Shape>> };

/** RFC 3986 with any scheme: stricter than `URL`, which repairs spaces and non-ASCII characters. */
const URI = /^[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/;

/**
 * What is wrong with `value`, one line per fault, each starting with the path of the field. Empty
 * when it fits. Values are never repeated.
 */
export function findFaults(shape: Shape, value: unknown, path = 'body'): string[] {
  switch (shape.type) {
    case 'string':
      return stringFaults(shape, value, path);
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${path} must be a boolean`];
    case 'array':
      if (!Array.isArray(value)) return [`${path} must be an array`];
      return value.flatMap((item, index) => findFaults(shape.items, item, `${path}[${index}]`));
    case 'object':
      return objectFaults(shape, value, path);
  }
}

function stringFaults(
  shape: Extract<Shape, { type: 'string' }>,
  value: unknown,
  path: string,
): string[] {
  if (value === null && shape.nullable) return [];
  if (typeof value !== 'string') return [`${path} must be a string`];
  if (shape.oneOf && !shape.oneOf.includes(value)) {
    return [`${path} must be one of ${shape.oneOf.join(', ')}`];
  }
  if (shape.format === 'uri' && !(URI.test(value) && URL.canParse(value))) {
    return [`${path} must be a URI`];
  }
  return [];
}

function objectFaults(
  shape: Extract<Shape, { type: 'object' }>,
  value: unknown,
  path: string,
): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [`${path} must be an object`];
  }
  const missing = (shape.required ?? [])
    .filter((key) => !Object.hasOwn(value, key))
    .map((key) => `${path}.${key} is required`);
  const wrong = Object.entries(shape.properties)
    .filter(([key]) => Object.hasOwn(value, key))
    .flatMap(([key, property]) =>
      findFaults(property, (value as Record<string, unknown>)[key], `${path}.${key}`),
    );
  return [...missing, ...wrong];
}
