import { UnusableInput, type Field, type Fields } from './shape.ts';

/** The part of JSON Schema (2020-12, and OpenAPI 3.0's `nullable`) that is read here. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  nullable?: boolean;
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  allOf?: JsonSchema[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
}

interface Reading {
  readonly document: unknown;
  readonly fields: Map<string, Field>;
  /** References followed on the way here, so that a recursive schema ends. */
  readonly followed: ReadonlySet<string>;
}

/**
 * Lists a schema's fields below `path` (`''` for the top).
 *
 * @param document where `#/…` references point into
 * @throws UnusableInput for a reference that leads nowhere or out of the document
 */
export function fieldsBelow(schema: JsonSchema, document: unknown, path = ''): Fields {
  const fields = new Map<string, Field>();
  readProperties(schema, path, { document, fields, followed: new Set() });
  return fields;
}

/** What a schema says about the field it stands for. */
export function describeField(schema: JsonSchema, isRequired: boolean, document: unknown): Field {
  const parts = flatten(schema, document, new Set());
  const types = new Set(parts.flatMap(typesOf));
  const values = parts.flatMap(valuesOf);
  if (values.includes(null)) types.add('null');
  return {
    type: [...types].sort().join('|') || 'any',
    isRequired,
    ...(values.length > 0 && { values: values.filter((value) => value !== null).map(String) }),
  };
}

/** Follows `#/a/b` references of an OpenAPI or JSON Schema object until there is none. */
export function dereference<T extends object>(value: T | { $ref: string }, document: unknown): T {
  let current: object = value;
  for (let steps = 0; steps < 50; steps += 1) {
    const { $ref } = current as { $ref?: unknown };
    if (typeof $ref !== 'string') return current as T;
    current = lookUp($ref, document);
  }
  throw new UnusableInput('a $ref of the document leads round in a circle');
}

function readProperties(schema: JsonSchema, path: string, reading: Reading): void {
  const { document, fields } = reading;
  const followed = new Set(reading.followed);
  const parts = flatten(schema, document, followed);
  const required = parts.flatMap((part) => part.required ?? []);
  for (const part of parts) {
    for (const [name, property] of Object.entries(part.properties ?? {})) {
      const own = path === '' ? name : `${path}.${name}`;
      fields.set(own, describeField(property, required.includes(name), document));
      readProperties(property, own, { document, fields, followed });
    }
    if (part.items) readProperties(part.items, `${path}[]`, { document, fields, followed });
  }
}

/** A schema with those it refers to and is put together from; what is in `followed` is left out. */
function flatten(schema: JsonSchema, document: unknown, followed: Set<string>): JsonSchema[] {
  const { $ref, allOf = [], anyOf = [], oneOf = [] } = schema;
  const parts = [...allOf, ...[...anyOf, ...oneOf].map((part) => asChoice(part, document))];
  if ($ref !== undefined && !followed.has($ref)) {
    followed.add($ref);
    parts.push(lookUp($ref, document));
  }
  return [schema, ...parts.flatMap((part) => flatten(part, document, followed))];
}

/** What only one of several choices requires is not required. */
function asChoice(part: JsonSchema, document: unknown): JsonSchema {
  return { ...dereference<JsonSchema>(part as { $ref: string }, document), required: [] };
}

function valuesOf(schema: JsonSchema): unknown[] {
  return schema.enum ?? (schema.const === undefined ? [] : [schema.const]);
}

function typesOf(schema: JsonSchema): string[] {
  const nullable = schema.nullable === true ? ['null'] : [];
  if (schema.type !== undefined) return [schema.type, ...nullable].flat();
  if (schema.properties) return ['object', ...nullable];
  return [
    ...valuesOf(schema)
      .filter((value) => value !== null)
      .map((value) => typeof value),
    ...nullable,
  ];
}

function lookUp(reference: string, document: unknown): object {
  if (!reference.startsWith('#/')) {
    throw new UnusableInput(`${reference} points out of the document; bundle it first`);
  }
  let found = document;
  for (const step of reference.slice(2).split('/')) {
    const key = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    found = (found as Record<string, unknown> | undefined)?.[key];
  }
  if (typeof found !== 'object' || found === null) {
    throw new UnusableInput(`${reference} is not in the document`);
  }
  return found;
}
