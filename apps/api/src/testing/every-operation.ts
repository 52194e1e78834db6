import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCESS_RULES, type AccessRule } from './access-rules.js';
import { HEALTHY, startService } from './service.js';

/** A JSON Schema, as far as tests look at it. */
export interface Schema {
  $ref?: string;
  format?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
}

/** An operation of the OpenAPI document. */
export interface Operation {
  id: string;
  /** In capitals. */
  method: string;
  /** With placeholders. */
  path: string;
  /** Of the API key or the admin key; `undefined`: it needs none. */
  scheme: 'bearer' | 'admin' | undefined;
  parameters: { name: string; in: string; required?: boolean; schema: Schema }[];
  /** Schemas of the request body by content type. */
  content: Record<string, { schema: Schema }>;
}

interface Described {
  operationId: string;
  security?: Record<string, unknown>[];
  parameters?: Operation['parameters'];
  requestBody?: { content: Operation['content'] };
}

/** The committed OpenAPI document, which is the served one. */
export const DOCUMENT = JSON.parse(readFileSync(join(__dirname, '../../openapi.json'), 'utf8')) as {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, Schema> };
};

/** Every operation of the document. */
export const OPERATIONS: Operation[] = Object.entries(DOCUMENT.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => ({
    id: described.operationId,
    method: method.toUpperCase(),
    path,
    scheme: Object.keys(described.security?.[0] ?? {})[0] as Operation['scheme'],
    parameters: described.parameters ?? [],
    content: described.requestBody?.content ?? {},
  })),
);

/** The rule of an operation, which has values for its path, headers, and body. */
export function ruleOf({ id }: Pick<Operation, 'id'>): AccessRule {
  const rule = ACCESS_RULES[id];
  if (rule === undefined) throw new Error(`no rule for ${id}: add one to testing/access-rules.ts`);
  return rule;
}

const NOTHING = '01900000-0000-7000-8000-000000000000';
/** IDs of nothing: for what is decided before anything is looked up. */
const WORLD = {
  deliveryId: NOTHING,
  integrationId: HEALTHY,
  endpointId: NOTHING,
  spareEndpointId: NOTHING,
};

/** What differs from a good call. */
export interface Changes {
  method?: string;
  query?: string;
  /** `undefined` leaves a header out. */
  headers?: Record<string, string | undefined>;
  /** Sent as it is; `null`: no body. */
  body?: string | Uint8Array<ArrayBuffer> | null;
}

/** An answer, read to its end. */
export interface Answered {
  status: number;
  headers: Headers;
  text: string;
  error: {
    reason?: string;
    message?: string;
    fields?: { path: string; code: string; message: string }[];
  };
}

/** The body that a good call of an operation has; `undefined`: none. */
export function goodBody(operation: Operation): unknown {
  return ruleOf(operation).body?.(WORLD);
}

/** The path of an operation with the values of a good call. */
export function goodPath(operation: Operation): string {
  const values = ruleOf(operation).path?.(WORLD) ?? {};
  return operation.path.replace(/\{(\w+)\}/g, (_match, name: string) =>
    encodeURIComponent(values[name] ?? 'none'),
  );
}

/** Starts a service that has every route, and calls its operations well but for some changes. */
export async function startCallableService(env: Record<string, string> = {}) {
  const adminKey = randomBytes(32).toString('base64url');
  const service = await startService({
    RESULT_LINKS_ADMIN_KEY: adminKey,
    RESULT_LINKS_ENCRYPTION_KEY: `test:${randomBytes(32).toString('base64')}`,
    RESULT_LINKS_RATE_LIMIT: 'off',
    ...env,
  });
  const call = async (operation: Operation, changes: Changes = {}): Promise<Answered> => {
    const content = goodBody(operation);
    const good = typeof content === 'string' ? content : JSON.stringify(content);
    const body = changes.body === undefined ? good : (changes.body ?? undefined);
    const key = operation.scheme === 'admin' ? adminKey : service.apiKey;
    const headers = Object.entries({
      ...(operation.scheme && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...ruleOf(operation).headers?.(WORLD),
      ...changes.headers,
    }).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const response = await fetch(service.url + goodPath(operation) + (changes.query ?? ''), {
      method: changes.method ?? operation.method,
      headers,
      redirect: 'manual',
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    const isJson = /json(?:;|$)/.test(response.headers.get('content-type') ?? '');
    const { error = {} } = isJson && text !== '' ? JSON.parse(text.split('\n')[0]!) : {};
    return { status: response.status, headers: response.headers, text, error };
  };
  return { ...service, adminKey, call };
}
