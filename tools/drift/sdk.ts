import {
  REQUEST_FIELDS,
  REQUESTS,
  UnusableInput,
  type Field,
  type Fields,
  type RequestName,
  type Shape,
} from './shape.ts';

/** The part of a zod 3 schema that is read: the SDK is generated with it. */
interface Zod {
  _def: {
    typeName: string;
    shape?: () => Record<string, Zod>;
    getter?: () => Zod;
    innerType?: Zod;
    schema?: Zod;
    type?: Zod;
    values?: Record<string, string> | string[];
    value?: unknown;
    effect?: { type: string; transform?: (value: object, context: unknown) => object };
  };
}

/** What is read of the SDK's `models` entry. */
export type SdkModels = Record<string, unknown>;

const BODIES = {
  candidates: 'PostAtsCandidatesCandidateIdResultLinksRequestBody$outboundSchema',
  applications: 'PostAtsApplicationsApplicationIdResultLinksRequestBody$outboundSchema',
} as const satisfies Record<RequestName, string>;

/**
 * What the official SDK sends: read from the schemas it serialises with, as names on the wire.
 * The integration is an option of its client, not of a call, so it is not among the fields.
 *
 * @throws UnusableInput when the SDK is not built as expected (checked with 1.1.3)
 */
export function shapeOfSdk(models: SdkModels): Shape {
  const { KomboAtsErrorCode: codes } = models;
  if (typeof codes !== 'object' || codes === null) {
    throw new UnusableInput('the SDK has no KomboAtsErrorCode');
  }
  const requests = REQUESTS.map((name) => [name, requestFields(name, models)]);
  return {
    requests: Object.fromEntries(requests) as Shape['requests'],
    errorCodes: Object.values(codes as Record<string, string>),
  };
}

/**
 * The installed SDK's models.
 *
 * @throws UnusableInput when it is not installed
 */
export async function installedSdkModels(): Promise<SdkModels> {
  try {
    return (await import('@kombo-api/sdk/models')) as SdkModels;
  } catch (error) {
    throw new UnusableInput(`@kombo-api/sdk cannot be loaded: ${(error as Error).message}`);
  }
}

function requestFields(name: RequestName, models: SdkModels): Fields {
  const body = models[BODIES[name]] as Zod | undefined;
  if (body?._def === undefined) throw new UnusableInput(`the SDK has no ${BODIES[name]}`);
  const fields = new Map<string, Field>();
  fields.set(REQUEST_FIELDS.target[name], { type: 'string', isRequired: true });
  visit(body, REQUEST_FIELDS.body, fields);
  return fields;
}

/** Adds the field at `path` and those below it. */
function visit(schema: Zod, path: string, fields: Map<string, Field>): void {
  const { core, isOptional, isNullable, rename } = unwrap(schema);
  const { typeName, values, value, shape, type } = core._def;
  const jsonType = TYPES[typeName];
  if (jsonType === undefined) {
    throw new UnusableInput(`the SDK describes ${path} as ${typeName}, which is not read yet`);
  }
  const allowed = values ? Object.values(values) : value === undefined ? undefined : [value];
  fields.set(path, {
    type: isNullable ? ['null', jsonType].sort().join('|') : jsonType,
    isRequired: !isOptional,
    ...(allowed && { values: allowed.map(String) }),
  });
  if (typeName === 'ZodArray' && type) {
    const item = new Map<string, Field>();
    visit(type, `${path}[]`, item);
    item.delete(`${path}[]`);
    item.forEach((field, itemPath) => fields.set(itemPath, field));
  }
  for (const [key, property] of Object.entries(shape?.() ?? {})) {
    visit(property, `${path}.${rename(key)}`, fields);
  }
}

const TYPES: Readonly<Record<string, string>> = {
  ZodString: 'string',
  ZodBoolean: 'boolean',
  ZodNumber: 'number',
  ZodObject: 'object',
  ZodRecord: 'object',
  ZodArray: 'array',
  ZodNativeEnum: 'string',
  ZodEnum: 'string',
  ZodLiteral: 'string',
  ZodAny: 'any',
};

/** Takes optional, nullable, lazy and transform layers off. */
function unwrap(schema: Zod) {
  let core = schema;
  let isOptional = false;
  let isNullable = false;
  let rename = (key: string) => key;
  for (;;) {
    const { typeName, innerType, getter, schema: inner, effect } = core._def;
    if (typeName === 'ZodOptional' || typeName === 'ZodDefault') isOptional = true;
    if (typeName === 'ZodNullable') isNullable = true;
    const { transform } = effect ?? {};
    // A transform renames keys for the wire: what becomes of an object with that key alone?
    if (transform) rename = (key) => Object.keys(transform({ [key]: '' }, {}))[0] ?? key;
    const next = innerType ?? getter?.() ?? inner;
    if (next === undefined) return { core, isOptional, isNullable, rename };
    core = next;
  }
}
