import { dereference, describeField, fieldsBelow, type JsonSchema } from './json-schema.ts';
import {
  REQUEST_FIELDS,
  UnusableInput,
  type Field,
  type Fields,
  type RequestName,
  type Shape,
} from './shape.ts';

interface Parameter {
  in: string;
  name: string;
  required?: boolean;
  schema?: JsonSchema;
}
interface Content {
  content?: Record<string, { schema?: JsonSchema }>;
}
type OrReference<T> = T | { $ref: string };
interface Operation {
  parameters?: OrReference<Parameter>[];
  requestBody?: OrReference<Content & { required?: boolean }>;
  responses?: Record<string, OrReference<Content>>;
}
interface Path {
  parameters?: OrReference<Parameter>[];
  post?: Operation;
}

/** An OpenAPI 3.0 or 3.1 document, parsed; only the parts that are read are typed. */
export interface OpenApiDocument {
  paths?: Record<string, Path>;
}

const ROUTES = {
  candidates: '/ats/candidates/{candidate_id}/result-links',
  applications: '/ats/applications/{application_id}/result-links',
} as const satisfies Record<RequestName, string>;

/**
 * What an OpenAPI document says about the result-link writes.
 *
 * @throws UnusableInput when it does not describe them
 */
export function shapeOfOpenApi(document: OpenApiDocument): Shape {
  const codes = new Set<string>();
  const request = (name: RequestName): Fields => {
    const path = document.paths?.[ROUTES[name]];
    if (path?.post === undefined) {
      throw new UnusableInput(`the document has no POST ${ROUTES[name]}`);
    }
    errorCodes(path.post, document).forEach((code) => codes.add(code));
    return requestFields(path.post, path.parameters ?? [], document);
  };
  const requests = { candidates: request('candidates'), applications: request('applications') };
  return { requests, errorCodes: [...codes] };
}

function requestFields(
  operation: Operation,
  shared: OrReference<Parameter>[],
  document: OpenApiDocument,
): Fields {
  const fields = new Map<string, Field>();
  for (const item of [...shared, ...(operation.parameters ?? [])]) {
    const { name, required = false, schema = {} } = dereference<Parameter>(item, document);
    fields.set(fieldName(name), describeField(schema, required, document));
  }
  if (operation.requestBody !== undefined) {
    const body = dereference<Content & { required?: boolean }>(operation.requestBody, document);
    const schema = jsonOf(body);
    const { body: name } = REQUEST_FIELDS;
    fields.set(name, describeField(schema, body.required ?? false, document));
    fieldsBelow(schema, document, name).forEach((field, path) => fields.set(path, field));
  }
  return fields;
}

/** Codes of every answer that is not a success. */
function errorCodes({ responses = {} }: Operation, document: OpenApiDocument): readonly string[] {
  return Object.entries(responses)
    .filter(([status]) => !status.startsWith('2'))
    .flatMap(([, response]) => {
      const schema = jsonOf(dereference<Content>(response, document));
      return fieldsBelow(schema, document).get('error.code')?.values ?? [];
    });
}

function jsonOf({ content = {} }: Content): JsonSchema {
  return content['application/json']?.schema ?? {};
}

/** `X-Integration-Id` → `x_integration_id`. */
function fieldName(parameter: string): string {
  return parameter.toLowerCase().replaceAll('-', '_');
}
