import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { ResultLinkErrorResponse } from '@result-links/contracts';
import loadContractMetadata from '@result-links/contracts/openapi';

import { toOutsidePaths } from '../http/action-urls.js';
import { addExamples } from './add-examples.js';
import { describeErrors } from './error-responses.js';
import { operationsOf } from './operations.js';
import { describeHeaders } from './response-headers.js';
import { TAGS } from './tags.js';
import { EVENT_MODELS, webhookSection } from './webhook-section.js';

type Schemas = Record<string, { properties?: Record<string, object> }>;

const SCHEMAS = '#/components/schemas/';

/** Queries, by the operation that takes them. */
const QUERIES: Readonly<Record<string, string>> = {
  listDeliveries: 'ListDeliveriesQuery',
  listWebhookAttempts: 'ListWebhookAttemptsQuery',
  exportAudit: 'AuditQuery',
  listAuditRecords: 'ListAuditRecordsQuery',
};

/**
 * The OpenAPI 3.1 document: routes from the controllers, schemas from the contract's own JSON Schemas
 * (OpenAPI 3.1 schemas are JSON Schema 2020-12, so nothing is stated twice and nothing is lost).
 */
export async function createDocument(app: INestApplication): Promise<OpenAPIObject> {
  await SwaggerModule.loadPluginMetadata(loadContractMetadata);
  const document = SwaggerModule.createDocument(app, description(), {
    extraModels: [ResultLinkErrorResponse, ...EVENT_MODELS],
  });
  document.webhooks = webhookSection();
  document.paths = toOutsidePaths(document.paths);
  const schemas = document.components?.schemas ?? {};
  const ofContract = readContractSchemas();
  for (const [name, schema] of Object.entries(ofContract)) {
    if (name in schemas) {
      schemas[name] = schema as never;
    }
  }
  // An empty object, which the schema that has it says in place.
  delete schemas['ResultLinkWritten'];
  describeQueries(document, ofContract);
  describeErrors(document);
  describeHeaders(document);
  addExamples(document);
  return document;
}

function description(): Omit<OpenAPIObject, 'paths'> {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('result-links')
    .setVersion('1')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .setDescription(
      "Delivers assessment result links to the right candidate in a customer's ATS through Kombo. " +
        "The routes under /v1/ats are wire-compatible with Kombo's of the same path. " +
        'Every error has the same shape; branch on `error.code`, then on `error.reason`.\n\n' +
        'Before a route is found, a request can be refused with 404 `route_not_found`, 405 `method_not_allowed` ' +
        '(the header `Allow` lists the methods of the path), 408 `request_timeout`, ' +
        '414 `uri_too_long`, 417 `expectation_failed`, or 431 `headers_too_large`. ' +
        '`HEAD` is answered wherever `GET` is, and `OPTIONS` with `Allow` everywhere.',
    )
    .addServer('.', 'The service that serves this document.')
    .addServer('http://127.0.0.1:3000', 'A service started with `npm start`.')
    .addSecurity('bearer', {
      type: 'http',
      scheme: 'bearer',
      description: 'An API key of this service: an opaque text, sent as it is.',
    })
    .addSecurity('admin', {
      type: 'http',
      scheme: 'bearer',
      description: 'An admin key of this service: RESULT_LINKS_ADMIN_KEY, or a named admin key.',
    });
  for (const [name, text] of Object.entries(TAGS)) builder.addTag(name, text);
  return builder.build();
}

/** Parameters with the bounds and patterns of the contract, which Nest's own lack. */
function describeQueries(document: OpenAPIObject, schemas: Schemas): void {
  for (const { operationId = '', parameters = [] } of operationsOf(document)) {
    const properties = schemas[QUERIES[operationId] ?? '']?.properties ?? {};
    for (const parameter of parameters) {
      if ('in' in parameter && parameter.in === 'query' && parameter.name in properties) {
        const { description: _said, ...schema } = properties[parameter.name] as {
          description?: string;
        };
        parameter.schema = schema as never;
      }
    }
  }
}

/** The schemas of the contracts package, by DTO name, with references as OpenAPI wants them. */
function readContractSchemas(): Schemas {
  const folder = join(
    dirname(createRequire(import.meta.url).resolve('@result-links/contracts/package.json')),
    'schemas',
  );
  const schemas: Schemas = {};
  for (const file of readdirSync(folder)) {
    const text = readFileSync(join(folder, file), 'utf8').replaceAll('#/$defs/', SCHEMAS);
    const { $schema: _dialect, $defs: _definitions, title, ...schema } = JSON.parse(text);
    schemas[title] = schema;
  }
  return schemas;
}
