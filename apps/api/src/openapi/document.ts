import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import loadContractMetadata from '@result-links/contracts/openapi';

import { toOutsidePaths } from '../http/action-urls.js';
import { EVENT_MODELS, webhookSection } from './webhook-section.js';

const SCHEMAS = '#/components/schemas/';

/**
 * The OpenAPI 3.1 document: routes from the controllers, schemas from the contract's own JSON Schemas
 * (OpenAPI 3.1 schemas are JSON Schema 2020-12, so nothing is stated twice and nothing is lost).
 */
export async function createDocument(app: INestApplication): Promise<OpenAPIObject> {
  await SwaggerModule.loadPluginMetadata(loadContractMetadata);
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('result-links')
    .setVersion('1')
    .setDescription(
      "Puts assessment result links on the right candidate in a customer's ATS through Kombo. " +
        "The routes under /v1/ats are wire-compatible with Kombo's of the same path. " +
        'Every error has the same shape; branch on `error.code`, then on `error.reason`.',
    )
    .addBearerAuth({ type: 'http', description: 'An API key of this service.' })
    .addBearerAuth(
      { type: 'http', description: 'The admin key of this service (RESULT_LINKS_ADMIN_KEY).' },
      'admin',
    )
    .build();
  const document = SwaggerModule.createDocument(app, config, { extraModels: EVENT_MODELS });
  document.webhooks = webhookSection();
  const schemas = document.components?.schemas ?? {};
  document.paths = toOutsidePaths(document.paths);
  for (const [name, schema] of Object.entries(readContractSchemas())) {
    if (name in schemas) {
      schemas[name] = schema;
    }
  }
  return document;
}

/** The schemas of the contracts package, by DTO name, with references as OpenAPI wants them. */
function readContractSchemas(): Record<string, object> {
  const folder = join(
    dirname(createRequire(import.meta.url).resolve('@result-links/contracts/package.json')),
    'schemas',
  );
  const schemas: Record<string, object> = {};
  for (const file of readdirSync(folder)) {
    const text = readFileSync(join(folder, file), 'utf8').replaceAll('#/$defs/', SCHEMAS);
    const { $schema: _dialect, $defs: _definitions, title, ...schema } = JSON.parse(text);
    schemas[title] = schema;
  }
  return schemas;
}
