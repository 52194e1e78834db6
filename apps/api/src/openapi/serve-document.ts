import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { PAGE, START_SCRIPT } from './docs-page.js';

/** The committed copy, in the package's folder: written by `npm run codegen`, compared by `codegen:check`. */
const DOCUMENT = fileURLToPath(new URL('../../openapi.json', import.meta.url));

/** What the page loads of Swagger UI, and of which type it is. */
const ASSETS = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'swagger-ui-standalone-preset.js': 'text/javascript; charset=utf-8',
  'favicon-16x16.png': 'image/png',
  'favicon-32x32.png': 'image/png',
} as const;

/**
 * Serves the OpenAPI document as `/openapi.json` and `/openapi.yaml`, and Swagger UI as `/docs`, where `/` leads.
 *
 * Everything is read when it is asked for: most processes are never asked, and building the document at the
 * start took more memory and time than the rest of the API's start.
 */
export function serveDocument(fastify: FastifyInstance): void {
  fastify.get('/openapi.json', (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(createReadStream(DOCUMENT)),
  );
  fastify.get('/openapi.yaml', async (_request, reply) => {
    const { dump } = await import('js-yaml');
    const document: unknown = JSON.parse(await readFile(DOCUMENT, 'utf8'));
    return reply.type('text/yaml; charset=utf-8').send(dump(document, { noRefs: true }));
  });
  fastify.get('/', (_request, reply) => reply.redirect('docs'));
  fastify.get('/docs', (_request, reply) => reply.type('text/html; charset=utf-8').send(PAGE));
  fastify.get('/docs/', (_request, reply) => reply.redirect('../docs'));
  fastify.get('/docs/swagger-ui-init.js', (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(START_SCRIPT),
  );
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  for (const [name, type] of Object.entries(ASSETS)) {
    fastify.get(`/docs/${name}`, (_request, reply) =>
      reply.type(type).send(createReadStream(join(folder, name))),
    );
  }
}
