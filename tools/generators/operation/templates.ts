/** What the texts are made from. */
export interface OperationText {
  /** `addApplicationNote` */
  name: string;
  /** `AddApplicationNote` */
  typeName: string;
  /** `add-application-note` */
  fileName: string;
  group: 'ats' | 'assessment' | 'general';
  method: string;
  path: string;
  /** The names in braces. */
  pathFields: string[];
  kind: 'receipt' | 'data' | 'listing';
  of: 'integration' | 'account';
}

/** The file of an operation. What only its author knows stands in it as `Describe …`. */
export function operationSource(text: OperationText): string {
  const { method, path, of } = text;
  const result = resultType(text);
  return `${imports(text)}
${requestType(text)}
${bodyType(text)}${resultDeclaration(text)}const ROUTE: Route = { method: '${method}', path: '${path}', of: '${of}' };

/**
 * \`${method} ${path}\`: describe what it does.
 * Source: name the page and its date.
 */
${operationFunction(text, result)}`;
}

/** The file of its spec, with the values of an example. */
export function specSource(text: OperationText): string {
  const { name, method, path, group, kind, of } = text;
  const fields = text.pathFields.map((field) => `${field}: '${exampleId(field)}'`);
  const integration = of === 'integration' ? ['x_integration_id: INTEGRATION'] : [];
  const body = hasBody(text) ? [`request_body: { example: 'value' }`] : [];
  const url = path.replace(/\{(\w+)\}/g, (_braces, field: string) => exampleId(field));
  const request = `{ ${[...integration, ...fields, ...body].join(', ')} }`;
  const data = {
    receipt: '{}',
    data: `{ id: '1' }`,
    listing: `{ results: [{ id: '1' }], next: null }`,
  }[kind];
  const call = `client.${group}.${name}(${request})`;
  return `import { ${of === 'integration' ? 'INTEGRATION, ' : ''}itSpeaks } from '../../testing/operation-example.js';

itSpeaks({
  call: (client) => ${call}${kind === 'listing' ? '.page()' : ''},
  method: '${method}',
  path: '${url}',
${hasBody(text) ? `  body: { example: 'value' },\n` : ''}  data: ${data},
${kind === 'receipt' ? '  isReceipt: true,\n' : ''}${of === 'account' ? '  isOfAccount: true,\n' : ''}});
`;
}

function imports({ kind }: OperationText): string {
  const caller = `../operation-caller.js`;
  if (kind === 'listing') {
    return `import { Listing, type ListRequest } from '../listing.js';
import type { CallOptions, OperationCaller, Route } from '${caller}';
`;
  }
  const receipt = kind === 'receipt' ? ', WriteReceipt' : '';
  return `import type { CallOptions, KomboResponse, OperationCaller, Route${receipt} } from '${caller}';
`;
}

function requestType(text: OperationText): string {
  const { name, typeName, kind } = text;
  const fields = requestFields(text);
  const head = `/** What {@link ${name}} takes. */\nexport`;
  if (kind !== 'listing' && fields === '') {
    return `${head} type ${typeName}Request = Record<string, never>;\n`;
  }
  if (kind !== 'listing') {
    return `${head} interface ${typeName}Request {\n${fields}}\n`;
  }
  return fields === ''
    ? `${head} type ${typeName}Request = ListRequest;\n`
    : `${head} interface ${typeName}Request extends ListRequest {\n${fields}}\n`;
}

function requestFields(text: OperationText): string {
  const fields = text.pathFields.map((field) => `  /** Describe the id. */\n  ${field}: string;\n`);
  // A listing has it from `ListRequest`.
  const isOwn = text.of === 'integration' && text.kind !== 'listing';
  const integration = isOwn ? ['  x_integration_id: string;\n'] : [];
  const body = hasBody(text) ? [`  request_body: ${text.typeName}Body;\n`] : [];
  return [...integration, ...fields, ...body].join('');
}

function bodyType({ name, typeName, method }: OperationText): string {
  return method === 'GET'
    ? ''
    : `/** The body of {@link ${name}}. */
export interface ${typeName}Body {
  /** Describe the field. */
  example: string;
}

`;
}

function resultDeclaration(text: OperationText): string {
  return text.kind === 'receipt'
    ? ''
    : `/** ${text.kind === 'listing' ? 'One of what' : 'What'} {@link ${text.name}} returns. */
export interface ${resultType(text)} {
  id: string;
}

`;
}

/** `getUsers` lists `User`s, `getTools` returns `Tools`, `createLink` a `CreateLinkResult`. */
function resultType({ name, typeName, kind }: OperationText): string {
  if (kind === 'receipt') {
    return 'WriteReceipt';
  }
  const noun = name.startsWith('get') ? typeName.slice('Get'.length) : `${typeName}Result`;
  return kind === 'listing' ? noun.replace(/s$/, '') : noun;
}

function operationFunction({ name, typeName, kind }: OperationText, result: string): string {
  const parameters = `caller: OperationCaller, request: ${typeName}Request, options?: CallOptions`;
  if (kind === 'listing') {
    return `export function ${name}(${parameters}): Listing<${result}> {
  return new Listing(caller, ROUTE, request, options);
}
`;
  }
  return `export function ${name}(${parameters}): Promise<KomboResponse<${result}>> {
  return caller.${kind === 'receipt' ? 'write' : 'fetch'}(ROUTE, request, options);
}
`;
}

function hasBody({ method }: OperationText): boolean {
  return method !== 'GET';
}

/** In the likeness of Kombo's ids, another for each field. */
function exampleId(field: string): string {
  return `${field.replace(/_/g, '')}1`;
}
