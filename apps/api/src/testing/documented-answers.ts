import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** An answer as it went over the wire. */
export interface SentAnswer {
  method: string;
  url: string;
  status: number;
  headers: Record<string, unknown>;
  body: string;
}

interface Response {
  $ref?: string;
  headers?: Record<string, { $ref: string }>;
  content?: Record<string, unknown>;
}
type Operation = { responses: Record<string, Response> };
type Header = { required?: boolean; schema: { type: string } };

const DOCUMENT = JSON.parse(readFileSync(join(__dirname, '../../openapi.json'), 'utf8')) as {
  paths: Record<string, Record<string, Operation>>;
  components: { headers?: Record<string, Header> };
};

/** Pages and scrapes: not of the API, so not in its document. */
const NOT_OF_THE_API = /^(?:\/?$|\/(?:docs|metrics|openapi\.(?:json|yaml))(?:[/?]|$))/;
const NDJSON = 'application/x-ndjson';
const ERROR = '/components/schemas/ResultLinkErrorResponse';

/** Paths of the document, the ones with most text first: `{id}` also matches `1:retry`. */
const PATHS = Object.keys(DOCUMENT.paths)
  .map((path) => ({
    path,
    matcher: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
    length: path.replaceAll(/\{\w+\}/g, '').length,
  }))
  .sort((a, b) => b.length - a.length);

const validators = [true, false].map((validateFormats) => {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats });
  if (validateFormats) addFormats.default(ajv as never);
  ajv.addSchema(DOCUMENT, 'openapi.json');
  return ajv;
});

/** How an answer differs from what the document says of it; empty when it does not. */
export function differencesOf(answer: SentAnswer): string[] {
  const path = answer.url.replace(/^https?:\/\/[^/?]+/, '').replace(/\?.*/s, '');
  if (answer.method === 'OPTIONS' || NOT_OF_THE_API.test(path)) return [];
  const found = PATHS.find(({ matcher }) => matcher.test(path) || matcher.test(decoded(path)));
  const method = (answer.method === 'HEAD' ? 'GET' : answer.method).toLowerCase();
  const operation = found && DOCUMENT.paths[found.path]?.[method];
  const differences = operation
    ? ofOperation(answer, operation, ['paths', found.path, method, 'responses'])
    : ofNoRoute(answer);
  return differences.map(
    (said) => `${answer.method} ${found?.path ?? path} ${answer.status}: ${said}`,
  );
}

/** How the body of a webhook differs from what the document says of its event; empty when it does not. */
export function differencesOfEvent(body: string): string[] {
  const { type } = JSON.parse(body) as { type: string };
  const at = ['webhooks', type, 'post', 'requestBody', 'content', 'application/json', 'schema'];
  return ofJson(pointerTo(...at), body);
}

function ofNoRoute(answer: SentAnswer): string[] {
  if (answer.status < 400) return ['there is no such route in the document'];
  return answer.method === 'HEAD' ? [] : ofJson(ERROR, answer.body);
}

function ofOperation(answer: SentAnswer, { responses }: Operation, at: string[]): string[] {
  const range = `${String(answer.status)[0]}XX`;
  const key = [String(answer.status), range].find((status) => status in responses);
  const listed = key === undefined ? undefined : responses[key];
  if (key === undefined || listed === undefined) {
    return [`the status is not in the document (${reasonOf(answer.body)})`];
  }
  const pointer = listed.$ref?.slice(1) ?? pointerTo(...at, key);
  const response = listed.$ref === undefined ? listed : (resolve(pointer) as Response);
  return [...ofHeaders(answer, response), ...ofBody(answer, response, pointer)];
}

function ofHeaders(answer: SentAnswer, { headers = {} }: Response): string[] {
  const all = Object.entries(DOCUMENT.components.headers ?? {});
  return all.flatMap(([name, { required, schema }]) => {
    const value = answer.headers[name.toLowerCase()];
    if (!(name in headers))
      return value === undefined ? [] : [`the header ${name} is not in the document`];
    if (value === undefined) return required ? [`the header ${name} is missing`] : [];
    const sent = schema.type === 'integer' ? Number(value) : value;
    return invalid(`/components/headers/${name}/schema`, sent).map(
      (said) => `header ${name}: ${said}`,
    );
  });
}

function ofBody(answer: SentAnswer, { content }: Response, pointer: string): string[] {
  if (answer.method === 'HEAD') return [];
  if (content === undefined) return answer.body === '' ? [] : ['a body, and none in the document'];
  const type = String(answer.headers['content-type']).replace(/;.*/, '');
  if (!(type in content)) return [`${type} is not in the document`];
  const schema = `${pointer}${pointerTo('content', type, 'schema')}`;
  if (type !== NDJSON) return ofJson(schema, answer.body);
  return answer.body.split('\n').flatMap((line) => (line === '' ? [] : ofJson(schema, line)));
}

function ofJson(schema: string, json: string): string[] {
  return invalid(schema, JSON.parse(json)).map((said) => `${said} in ${json.slice(0, 400)}`);
}

/** What is wrong with a value, with `format` checked and not. */
function invalid(schema: string, value: unknown): string[] {
  return validators.flatMap((ajv) => {
    const validate = ajv.getSchema(`openapi.json#${schema}`) as ValidateFunction;
    return validate(value) ? [] : [ajv.errorsText(validate.errors)];
  });
}

function reasonOf(body: string): string {
  return /"reason":"(\w+)"/.exec(body)?.[1] ?? 'no reason';
}

function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

function pointerTo(...keys: string[]): string {
  return keys
    .map((key) => `/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`)
    .join('');
}

function resolve(pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], DOCUMENT);
}
