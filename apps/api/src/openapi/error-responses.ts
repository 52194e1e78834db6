import { STATUS_CODES } from 'node:http';
import type { OpenAPIObject } from '@nestjs/swagger';
import { ERROR_REASONS, type ErrorReason } from '@result-links/contracts';
import { operationsOf, type Operation } from './operations.js';
import { REASONS } from './reasons.js';
import { headerSetOf, headersOf, isProtected } from './response-headers.js';
import { KOMBO_REFUSALS, type Refusals } from './refuses.js';

const JSON_TYPE = 'application/json';

/** Why a key is refused. */
const API_KEY = [
  'api_key_missing',
  'api_key_in_url',
  'api_key_wrong',
  'api_key_revoked',
  'api_key_expired',
  'account_disabled',
] as const;

/** Why an admin key is refused. */
const ADMIN_KEY = [
  'admin_key_missing',
  'admin_key_wrong',
  'admin_key_revoked',
  'admin_key_expired',
] as const;

/** The delivery is in a state that forbids the action. */
const STATE = /^delivery_(?!not_found|erased)/;

/**
 * Describes every error of every route: its status, its reasons, and an example of each. Takes what the routes list
 * with `@Refuses` and adds what follows from guards, parsers, and the database.
 */
export function describeErrors(document: OpenAPIObject): void {
  const responses = new Map<string, object>();
  const answered = new Set<ErrorReason>();
  for (const operation of operationsOf(document)) {
    const statuses = new Map<string, Set<ErrorReason>>();
    for (const [status, reasons] of [...shared(operation), ...listed(operation)]) {
      const all = statuses.get(status) ?? new Set();
      for (const reason of reasons) {
        all.add(reason);
        answered.add(reason);
      }
      statuses.set(status, all);
    }
    for (const [status, reasons] of statuses) {
      // Always in one order, so that equal responses have one name.
      const ordered = ERROR_REASONS.filter((reason) => reasons.has(reason));
      const name = nameOf(status, ordered) + headerSetOf(operation, status);
      const headers = headersOf(operation, status);
      responses.set(name, { ...errorResponse(status, ordered), headers });
      operation.responses[status] = { $ref: `#/components/responses/${name}` };
    }
  }
  document.components = {
    ...document.components,
    responses: Object.fromEntries(responses) as never,
    examples: Object.fromEntries([...answered].map((each) => [each, { value: exampleOf(each) }])),
  };
}

/** Reasons that are not the route's own. */
function shared({ method, path, security }: Operation): [string, ErrorReason[]][] {
  const isAdmin = security?.some((scheme) => 'admin' in scheme) ?? false;
  const refusals: Refusals = {
    400: ['host_missing', 'request_invalid'],
    ...(path.startsWith('/v1/') && {
      500: ['internal_error'],
      503: ['database_unavailable', 'database_read_only', 'database_full'],
    }),
  };
  const byBody: Refusals =
    method === 'get'
      ? {}
      : {
          400: ['request_incomplete', 'compression_invalid'],
          408: ['request_timeout'],
          413: ['body_too_large'],
          415: ['unsupported_media_type', 'unsupported_content_encoding'],
        };
  const byKey: Refusals = !isProtected(security)
    ? {}
    : isAdmin
      ? {
          401: ['api_key_in_url', ...ADMIN_KEY],
          ...(method !== 'get' && { 403: ['scope_missing'] }),
          404: ['route_not_found'],
          429: ['rate_limit_exceeded', 'too_many_wrong_keys'],
        }
      : {
          401: API_KEY,
          429: ['rate_limit_exceeded', 'too_many_wrong_keys'],
        };
  return [refusals, byBody, byKey].flatMap((each) =>
    Object.entries(each).map(([status, reasons = []]): [string, ErrorReason[]] => [
      status,
      [...reasons],
    ]),
  );
}

/** What `@Refuses` says. */
function listed({ responses }: Operation): [string, ErrorReason[]][] {
  return Object.entries(responses).flatMap(([status, response]) =>
    response && /^[45]/.test(status) && !('$ref' in response) && response.content === undefined
      ? [[status, response.description.split(/\s+/) as ErrorReason[]] as [string, ErrorReason[]]]
      : [],
  );
}

function errorResponse(status: string, reasons: ErrorReason[]) {
  const title = STATUS_CODES[status] ?? `Another status ${status[0]}xx, chosen by Kombo`;
  const reason = { type: 'string', enum: reasons };
  return {
    description: [
      `${title}. Reasons:`,
      '',
      ...reasons.map((each) => `- \`${each}\`: ${REASONS[each].when}`),
    ].join('\n'),
    content: {
      [JSON_TYPE]: {
        schema: {
          allOf: [
            { $ref: '#/components/schemas/ResultLinkErrorResponse' },
            { properties: { error: { required: ['reason'], properties: { reason } } } },
          ],
        },
        examples: Object.fromEntries(
          reasons.map((each) => [each, { $ref: `#/components/examples/${each}` }]),
        ),
      },
    },
  };
}

function exampleOf(reason: ErrorReason) {
  const { code = null, title, when } = REASONS[reason];
  const message = when.replaceAll('`', '');
  const path = 'request_body.url';
  const rule = 'url must be an absolute http:// or https:// URL without user name or password';
  const fields = [{ path, code: 'isHttpUrl', message: rule }];
  return {
    status: 'error',
    error: {
      ...{ code, title, message, log_url: null, reason },
      ...(reason === 'request_invalid' && { message: `${path}: ${rule}`, fields }),
    },
  };
}

/** Sets of reasons that would make names long. */
const GROUPS: readonly [name: string, reasons: readonly ErrorReason[]][] = [
  ['ApiKey', API_KEY],
  ['AdminKey', ADMIN_KEY],
  ['Kombo', KOMBO_REFUSALS],
];

function nameOf(status: string, reasons: readonly ErrorReason[]): string {
  const groups = GROUPS.filter(([, group]) => group.every((reason) => reasons.includes(reason)));
  const others = reasons.filter((reason) => !groups.some(([, group]) => group.includes(reason)));
  const states = others.filter((reason) => STATE.test(reason));
  const words = others.filter((reason) => !STATE.test(reason));
  const names = [...words.map(pascal), ...groups.map(([name]) => name)];
  if (states.length > 0)
    names.push(`Delivery${states.map((each) => pascal(each.replace(STATE, ''))).join('')}`);
  return `Error${status}${names.join('Or')}`;
}

function pascal(reason: string): string {
  return reason.replace(/(?:^|_)(\w)/g, (_match, letter: string) => letter.toUpperCase());
}
