import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { valueOf, type Schema, type Schemas } from './from-schema.ts';
import { brokenJson, hostileText } from './hostile.ts';

/** A request as it goes out. */
export interface FuzzRequest {
  /** The route that it began as, for counting. */
  route: string;
  method: string;
  path: string;
  /** One entry per header; a name may come twice. */
  headers: [string, string][];
  body: Buffer | null;
}

/** The part of an OpenAPI document that is read. */
export interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Schemas };
}

interface Operation {
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

/** What requests need of the service that they go to. */
export interface Surroundings {
  apiKey: string;
  adminKey: string;
  /** Integrations that work. */
  integrations: string[];
  /** Ids of deliveries that are there, as they become known. */
  knownIds: string[];
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND'];

const CONTENT_TYPES = [
  'application/json; charset=utf-16',
  'application/x-ndjson',
  'application/merge-patch+json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/xml',
  '*/*',
  'json',
  ';;;',
];

/** Headers that mean something to somebody. */
const ODD_HEADERS: [string, string][] = [
  ['Prefer', 'wait=-1, respond-async;x, ,'],
  ['Idempotency-Key', '""'],
  ['Idempotency-Key', 'k'.repeat(300)],
  ['On-Behalf-Of', 'x'.repeat(1_000)],
  ['X-Integration-Id', ''],
  ['X-Integration-Id', 'a:b, c:d'],
  ['Content-Encoding', 'gzip'],
  ['Content-Encoding', 'br, zstd'],
  ['Accept', 'application/xml'],
  ['Accept-Encoding', 'gzip;q=0'],
  ['Range', 'bytes=0-0'],
  ['If-None-Match', '*'],
  ['X-Forwarded-For', '1.2.3.4, garbage'],
  ['X-HTTP-Method-Override', 'DELETE'],
  ['Origin', 'null'],
  ['Cookie', 'a=b; '.repeat(100)],
  ['traceparent', '00-zz-zz-zz'],
  ['Connection', 'close'],
  ['Host', 'a.example'],
];

/** Requests to every route of the document, and some to none. */
export function requestsOf(document: Document, around: Surroundings): fc.Arbitrary<FuzzRequest> {
  const { schemas } = document.components;
  const perRoute = Object.entries(document.paths).flatMap(([template, operations]) =>
    Object.entries(operations).map(([method, operation]) =>
      requestTo({ template, method: method.toUpperCase(), operation, schemas, around }),
    ),
  );
  const nowhere = requestTo({
    template: '/{anything}',
    method: 'POST',
    operation: {},
    schemas,
    around,
  });
  return fc.oneof(...perRoute, nowhere);
}

interface Route {
  template: string;
  method: string;
  operation: Operation;
  schemas: Schemas;
  around: Surroundings;
}

function requestTo(route: Route): fc.Arbitrary<FuzzRequest> {
  const { template, method, operation } = route;
  return fc
    .record({
      method: mostly(fc.constant(method), fc.constantFrom(...METHODS), 15),
      path: pathOf(route),
      query: queryOf(operation, route.schemas),
      headers: headersOf(route),
      content: contentOf(operation, route.schemas),
    })
    .map(({ method: chosen, path, query, headers, content }) => ({
      route: `${method} ${template}`,
      method: chosen,
      path: path + query,
      headers: content.type === null ? headers : [...headers, ['Content-Type', content.type]],
      body: ['GET', 'HEAD'].includes(chosen) && content.isExpected ? null : content.body,
    }));
}

function pathOf({ template, around }: Route): fc.Arbitrary<string> {
  const parts = template.split(/(\{\w+\})/);
  const { integrations } = around;
  const known = fc.nat().map((n) => around.knownIds[n % around.knownIds.length] ?? 'candidate-1');
  const value = fc.oneof(
    { weight: 6, arbitrary: known },
    { weight: 2, arbitrary: fc.constantFrom(...integrations, 'candidate-1', 'default') },
    { weight: 2, arbitrary: hostileText.map((text) => percentEncoded(text.slice(0, 700))) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('', '..', '%', '%zz', '%c3%28', '%2e%2e%2f', ':retry'),
    },
  );
  return fc
    .tuple(...parts.map((part) => (part.startsWith('{') ? value : fc.constant(part))))
    .map((chosen) => chosen.join(''));
}

function queryOf({ parameters = [] }: Operation, schemas: Schemas): fc.Arbitrary<string> {
  const known = parameters.filter((parameter) => parameter.in === 'query');
  const pair = (name: string, schema: Schema) =>
    valueOf(schema, schemas).map((value) =>
      [value].flat().map((one) => `${percentEncoded(name)}=${percentEncoded(asText(one))}`),
    );
  const asked = known.map(({ name, schema = {}, required }) =>
    mostly(pair(name, schema), fc.constant<string[]>([]), required === true ? 10 : 2),
  );
  const odd = hostileText.chain((name) => pair(name, { type: 'string' }));
  return fc
    .tuple(...asked, mostly(fc.constant<string[]>([]), odd, 15))
    .map((pairs) => pairs.flat().join('&'))
    .map((query) => (query === '' ? '' : `?${query}`));
}

function headersOf({ template, around }: Route): fc.Arbitrary<[string, string][]> {
  const { apiKey, adminKey, integrations } = around;
  const right = template.includes('/admin/') ? adminKey : apiKey;
  const authorization = mostly(
    fc.constant(`Bearer ${right}`),
    fc.constantFrom(
      '',
      'Bearer',
      'Bearer  ',
      'Basic YTpi',
      `bearer ${apiKey}x`,
      adminKey,
      '\u00ff',
    ),
    10,
  );
  const usual = fc.record({
    Authorization: authorization,
    'X-Integration-Id': mostly(fc.constantFrom(...integrations), latin1(hostileText), 10),
    // Waiting for five minutes is what the service does when nothing is said.
    Prefer: fc.constantFrom('respond-async', 'respond-async', 'wait=0', 'wait=1'),
  });
  const odd = fc.array(
    fc.oneof(
      fc.constantFrom(...ODD_HEADERS),
      latin1(hostileText).map((text): [string, string] => ['Idempotency-Key', text]),
    ),
    { maxLength: 2 },
  );
  return fc
    .tuple(usual, mostly(fc.constant([]), odd, 4))
    .map(([known, more]) => [
      ...Object.entries(known).filter(([name]) => !more.some(([other]) => other === name)),
      ...more,
    ]);
}

interface Content {
  type: string | null;
  body: Buffer | null;
  isExpected: boolean;
}

function contentOf(operation: Operation, schemas: Schemas): fc.Arbitrary<Content> {
  const media = Object.entries(operation.requestBody?.content ?? {});
  const odd = fc
    .tuple(fc.constantFrom(null, 'application/json', ...CONTENT_TYPES), brokenJson)
    .map(([type, body]): Content => ({ type, body, isExpected: false }));
  if (media.length === 0) {
    const none = fc.constant<Content>({ type: null, body: null, isExpected: true });
    return mostly(none, odd, 10);
  }
  const right = media.map(([type, { schema }]) => bodyAs(type, schema, schemas));
  return mostly(fc.oneof(...right), odd, 8);
}

function bodyAs(type: string, schema: Schema, schemas: Schemas): fc.Arbitrary<Content> {
  const value = valueOf(schema, schemas).map((json) => JSON.stringify(json) ?? '');
  if (!type.includes('ndjson')) {
    return value.map((text) => ({ type, body: Buffer.from(text), isExpected: true }));
  }
  return fc
    .tuple(fc.array(value, { maxLength: 5 }), fc.constantFrom('\n', '\r\n', '\n\n'), fc.nat(20))
    .map(([lines, end, dice]) => {
      const body = Buffer.from(lines.join(end));
      return { type, body: dice === 0 ? gzipSync(body) : body, isExpected: true };
    });
}

/** The first, and one time in `oneIn` the second. */
function mostly<A, B>(
  usual: fc.Arbitrary<A>,
  other: fc.Arbitrary<B>,
  oneIn: number,
): fc.Arbitrary<A | B> {
  return fc.oneof<{ weight: number; arbitrary: fc.Arbitrary<A | B> }[]>(
    { weight: oneIn - 1, arbitrary: usual },
    { weight: 1, arbitrary: other },
  );
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : String(JSON.stringify(value));
}

/** Also texts that `encodeURIComponent` refuses. */
function percentEncoded(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) =>
      /[\w.~:-]/.test(String.fromCharCode(byte))
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).padStart(2, '0')}`,
    )
    .join('');
}

/** As much of a text as Node lets into a header. */
function latin1(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return texts.map((text) => text.replace(/[^\x20-\x7e\x80-\xff]/g, '').slice(0, 2_000));
}
