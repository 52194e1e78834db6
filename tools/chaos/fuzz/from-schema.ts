import fc from 'fast-check';
import { hostileText, hostileValue } from './hostile.ts';

/** As much of JSON Schema 2020-12 as the OpenAPI document uses. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  example?: unknown;
  examples?: unknown[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
}

/** Schemas by the name that `$ref` uses. */
export type Schemas = Record<string, Schema>;

/** Of how many nodes one is something else than the schema says. */
const ONE_WRONG_IN = 15;

/**
 * Values by a schema: most parts of them as it says, some not, with keys left out and keys nobody knows.
 * Patterns and lengths are not followed; examples of the document are what makes valid values.
 */
export function valueOf(schema: Schema, schemas: Schemas, depth = 0): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: ONE_WRONG_IN - 1, arbitrary: asSaid(schema, schemas, depth) },
    { weight: 1, arbitrary: hostileValue },
  );
}

function asSaid(schema: Schema, schemas: Schemas, depth: number): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return depth > 8 ? fc.constant({}) : asSaid(schemas[name] ?? {}, schemas, depth + 1);
  }
  const parts = schema.oneOf ?? schema.anyOf ?? schema.allOf;
  if (parts !== undefined)
    return fc.oneof(...parts.map((part) => asSaid(part, schemas, depth + 1)));
  const examples = [...(schema.examples ?? []), ...('example' in schema ? [schema.example] : [])];
  if (examples.length > 0 && schema.properties === undefined) return fc.constantFrom(...examples);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const types = [schema.type ?? 'object'].flat();
  return fc.oneof(...types.map((type) => ofType(type, schema, schemas, depth)));
}

function ofType(
  type: string,
  schema: Schema,
  schemas: Schemas,
  depth: number,
): fc.Arbitrary<unknown> {
  switch (type) {
    case 'string':
      return fc.oneof(
        fc.constantFrom('A text', 'https://a.example/1', '2026-11-23T00:00:00Z'),
        hostileText,
      );
    case 'integer':
      return fc.oneof(fc.integer({ min: 0, max: 100 }), fc.integer());
    case 'number':
      return fc.double();
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(valueOf(schema.items ?? {}, schemas, depth + 1), { maxLength: 4 });
    default:
      return objectOf(schema, schemas, depth);
  }
}

function objectOf(schema: Schema, schemas: Schemas, depth: number): fc.Arbitrary<unknown> {
  const properties = Object.entries(schema.properties ?? {});
  const model = Object.fromEntries(
    properties.map(([key, of]) => [key, valueOf(of, schemas, depth + 1)]),
  );
  const whole = fc.record(model, { requiredKeys: schema.required ?? [] });
  return fc.oneof(
    { weight: 12, arbitrary: whole },
    { weight: 1, arbitrary: fc.record(model, { requiredKeys: [] }) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(whole, hostileText, hostileValue)
        .map(([object, key, value]) => ({ ...(object as object), [key]: value })),
    },
  );
}
